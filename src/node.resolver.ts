/** Any object by its id. An id that leads to nothing, or to what the caller may not read, is null. */
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { findableUser } from './accounts/user.loaders.js';
import { articleById } from './articles/article.loaders.js';
import { auditEntryById } from './audit/audit-entry.loaders.js';
import type { Relation, RequestContext } from './core/context.js';
import { badUserInput } from './core/errors.js';
import { idPrefix } from './core/ids.js';
import { Node } from './core/localized-text.js';
import { deskArticleById, revisionById } from './editorial/desk.loaders.js';
import { headlineById, tickerById } from './headlines/headline.loaders.js';
import { visibleImageById } from './media/image.loaders.js';
import { reportedImageById } from './media/reported-image.loaders.js';
import { findableApiKey, findablePartner } from './partners/partner.loaders.js';
import { sourceById } from './sources/source.loaders.js';
import { tagById } from './tags/tag.loaders.js';
import { deliveryById, webhookById } from './webhooks/webhook.loaders.js';

/** What the letters before an id stand for: the type, and where to find it. */
const NODES: Record<string, { type: string; byId: Relation<string, Node | null> }> = {
  a: { type: 'Article', byId: articleById },
  da: { type: 'DeskArticle', byId: deskArticleById },
  e: { type: 'AuditEntry', byId: auditEntryById },
  h: { type: 'Headline', byId: headlineById },
  ha: { type: 'Headline', byId: headlineById },
  i: { type: 'Image', byId: visibleImageById },
  k: { type: 'Ticker', byId: tickerById },
  p: { type: 'Partner', byId: findablePartner },
  ra: { type: 'Revision', byId: revisionById },
  pi: { type: 'ReportedImage', byId: reportedImageById },
  s: { type: 'Source', byId: sourceById },
  t: { type: 'Tag', byId: tagById },
  u: { type: 'User', byId: findableUser },
  v: { type: 'Delivery', byId: deliveryById },
  w: { type: 'Webhook', byId: webhookById },
  y: { type: 'ApiKey', byId: findableApiKey },
};

/** Name of the GraphQL type of a Node; ids say what they are of. */
export function typeOfNode(node: Node): string | undefined {
  return NODES[idPrefix(node.id) ?? '']?.type;
}

const MAX_NODES = 100;

@Resolver()
export class NodeResolver {
  @Query(() => Node, { nullable: true, description: 'Any object by its id; null for what the caller may not see.' })
  node(@Ctx() ctx: RequestContext, @Arg('id', () => ID, { description: 'An id that this API gave.' }) id: string) {
    return find(ctx, id);
  }

  @Query(() => [Node], {
    nullable: 'itemsAndList',
    description: 'Many objects by their ids, in the order asked; at most 100.',
  })
  nodes(@Ctx() ctx: RequestContext, @Arg('ids', () => [ID], { description: 'Ids that this API gave.' }) ids: string[]) {
    if (ids.length > MAX_NODES) throw badUserInput('ids', `${ids.length} ids are more than ${MAX_NODES}`);
    return Promise.all(ids.map((id) => find(ctx, id)));
  }
}

async function find(ctx: RequestContext, id: string): Promise<Node | null> {
  const kind = NODES[idPrefix(id) ?? ''];
  return kind ? ctx.load(kind.byId, id) : null;
}
