/**
 * The list of resolver classes, and the schema that they make. Run as a program it writes schema.graphql, which a test
 * holds against the code.
 */
import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  lexicographicSortSchema,
  printSchema,
} from 'graphql';
import { buildSchemaSync, type NonEmptyArray, type PubSub } from 'type-graphql';
import { AuditActorResolver } from './accounts/audit-actor.resolver.js';
import { ManageUsersResolver } from './accounts/manage-users.resolver.js';
import { OwnAccountResolver } from './accounts/own-account.resolver.js';
import { SignInResolver } from './accounts/sign-in.resolver.js';
import { DeskUsersResolver, UserResolver } from './accounts/user.resolver.js';
import { ArchiveResolver } from './articles/archive.resolver.js';
import { ArticleResolver } from './articles/article.resolver.js';
import { SourceArticlesResolver, TagArticlesResolver } from './articles/articles-of.resolver.js';
import { TagChangesResolver } from './articles/tag-changes.resolver.js';
import { AuditResolver } from './audit/audit.resolver.js';
import { ChangeResolver } from './changes/change.resolver.js';
import type { Node } from './core/localized-text.js';
import { checkAccess } from './core/require.js';
import { ArticleActionsResolver } from './editorial/article-actions.resolver.js';
import { ContentResolver, RevisionResolver, VersionConflictResolver } from './editorial/article-content.resolver.js';
import {
  ArticleDeskResolver,
  DeskArticleResolver,
  DeskArticlesResolver,
  EditLockResolver,
  NoteResolver,
} from './editorial/desk-article.resolver.js';
import { ImageUseResolver } from './editorial/image-use.resolver.js';
import { PreviewResolver } from './editorial/preview.resolver.js';
import { CalendarEntryResolver, QueueResolver } from './editorial/queue.resolver.js';
import { RelatedChoiceResolver } from './editorial/related-choice.resolver.js';
import { TagSuggestion } from './editorial/tag-suggestion.js';
import {
  ArticleHeadlinesResolver,
  HeadlineResolver,
  RelatedHeadlineResolver,
  TickerResolver,
} from './headlines/headline.resolver.js';
import { TickerDeskResolver } from './headlines/ticker-desk.resolver.js';
import { DeskActivityResolver } from './live/desk-activity.resolver.js';
import { LiveChangesResolver } from './live/live-changes.resolver.js';
import { LiveTickerResolver } from './live/live-ticker.resolver.js';
import { DeskImagesResolver, ImageMutations } from './media/desk-images.resolver.js';
import { ImageResolver } from './media/image.resolver.js';
import { DeskReportsResolver, ReportedImageResolver, ReportMutations } from './media/reported-image.resolver.js';
import { NodeResolver, typeOfNode } from './node.resolver.js';
import { ManagePartnersResolver } from './partners/manage-partners.resolver.js';
import {
  DeskPartnersResolver,
  GrantResolver,
  PartnerResolver,
  ViewerPartnerResolver,
} from './partners/partner.resolver.js';
import { type Source, sourceName } from './sources/source.entity.js';
import { SourceResolver } from './sources/source.resolver.js';
import { SourceDeskResolver } from './sources/source-desk.resolver.js';
import { JsonLdResolver } from './syndication/json-ld.resolver.js';
import { type Tag, tagName } from './tags/tag.entity.js';
import { TagResolver } from './tags/tag.resolver.js';
import { ManageWebhooksResolver } from './webhooks/manage-webhooks.resolver.js';
import { DeliveryResolver, PartnerWebhooksResolver, WebhookResolver } from './webhooks/webhook.resolver.js';

// biome-ignore lint/complexity/noBannedTypes: type-graphql's own type for classes
const RESOLVERS: NonEmptyArray<Function> = [
  NodeResolver,
  ArticleResolver,
  ArchiveResolver,
  SourceResolver,
  SourceArticlesResolver,
  SourceDeskResolver,
  TagResolver,
  TagArticlesResolver,
  TagChangesResolver,
  ImageResolver,
  DeskImagesResolver,
  ImageMutations,
  DeskReportsResolver,
  ReportedImageResolver,
  ReportMutations,
  HeadlineResolver,
  TickerResolver,
  TickerDeskResolver,
  ArticleHeadlinesResolver,
  RelatedHeadlineResolver,
  ArticleDeskResolver,
  ImageUseResolver,
  RelatedChoiceResolver,
  ArticleActionsResolver,
  CalendarEntryResolver,
  ContentResolver,
  DeskArticleResolver,
  DeskArticlesResolver,
  EditLockResolver,
  NoteResolver,
  PreviewResolver,
  QueueResolver,
  RevisionResolver,
  VersionConflictResolver,
  AuditActorResolver,
  UserResolver,
  DeskUsersResolver,
  SignInResolver,
  OwnAccountResolver,
  ManageUsersResolver,
  AuditResolver,
  LiveTickerResolver,
  LiveChangesResolver,
  DeskActivityResolver,
  ChangeResolver,
  JsonLdResolver,
  PartnerResolver,
  GrantResolver,
  ViewerPartnerResolver,
  DeskPartnersResolver,
  ManagePartnersResolver,
  PartnerWebhooksResolver,
  WebhookResolver,
  DeliveryResolver,
  ManageWebhooksResolver,
];

/** type-graphql wants one where there are subscriptions; each of them has a source of its own (live/). */
const NO_PUB_SUB: PubSub = {
  publish: () => undefined,
  subscribe() {
    throw new Error('Give the subscription a `subscribe`.');
  },
};

export function buildSchema(): GraphQLSchema {
  // Without global middlewares every plain field stays synchronous: measured to halve the CPU of a request.
  const schema = buildSchemaSync({
    resolvers: RESOLVERS,
    orphanedTypes: [TagSuggestion],
    validate: false,
    skipCheck: true, // Apollo checks it at the start; here a whole introspection would be asked and thrown away
    authChecker: checkAccess,
    pubSub: NO_PUB_SUB,
  });
  for (const type of Object.values(schema.getTypeMap())) {
    if (isInterfaceType(type)) type.resolveType = (value) => typeOfNode(value as Node);
    if (isObjectType(type)) answerAtOnce(type);
  }
  return schema;
}

/** type-graphql waits for a promise at every field with an argument; names are asked for by the hundred. */
const AT_ONCE: Record<string, Record<string, GraphQLFieldResolver<never, unknown>>> = {
  Source: { name: (source: Source, { language }) => sourceName(source, language) },
  Tag: { name: (tag: Tag, { language }) => tagName(tag, language) },
};

function answerAtOnce(type: GraphQLObjectType): void {
  for (const [name, resolve] of Object.entries(AT_ONCE[type.name] ?? {})) {
    const field = type.getFields()[name];
    if (field) field.resolve = resolve as GraphQLFieldResolver<unknown, unknown>;
  }
}

export function schemaText(): string {
  return `${printSchema(lexicographicSortSchema(buildSchema()))}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync('schema.graphql', schemaText());
