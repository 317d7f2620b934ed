/** What the mutations on articles take, and its checks, which cost no statement. */
import { Field, ID, InputType, Int } from 'type-graphql';
import { idPrefix } from '../core/ids.js';
import { DateTimeScalar } from '../core/scalars.js';
import { at, Mistakes } from '../core/user-error.js';
import { cleanText, withoutControls } from '../text/normalise.js';
import type { ActionInput } from './change-state.js';
import { ArticleInput, parseContent, parseTagIds } from './content.inputs.js';
import type { Edit } from './edit-article.js';
import { resolveLocalTime } from './local-time.js';

const VERSION = { description: 'The version that it is meant for.' } as const;
const ARTICLE = { description: "The article's id." } as const;
const COMMENT = { nullable: true, description: 'For other editors; at most 1,000 characters.' } as const;

@InputType({ description: 'A new draft.' })
export class CreateArticleInput {
  @Field(() => ArticleInput, { description: 'What it says.' })
  content!: ArticleInput;

  @Field(() => String, {
    nullable: true,
    description: 'The same key again answers with the article that the first call made.',
  })
  idempotencyKey?: string | null;
}

@InputType({ description: 'A change of the working copy.' })
export class EditArticleInput {
  @Field(() => ID, ARTICLE)
  articleId!: string;

  @Field(() => Int, { description: 'The version that it was made from; what others changed since is merged.' })
  version!: number;

  @Field(() => ArticleInput, { description: 'What changes.' })
  content!: ArticleInput;

  @Field(() => String, COMMENT)
  comment?: string | null;
}

@InputType({ description: 'An action on an article.' })
export class ArticleActionInput {
  @Field(() => ID, ARTICLE)
  articleId!: string;

  @Field(() => Int, VERSION)
  version!: number;

  @Field(() => String, COMMENT)
  comment?: string | null;
}

@InputType({
  description:
    'When to publish: either `at`, or `localTime` with `timeZone`. A local time that does not exist there, or exists twice, is INVALID.',
})
export class ScheduleArticleInput extends ArticleActionInput {
  @Field(() => DateTimeScalar, { nullable: true, description: 'The instant.' })
  at?: Date | null;

  @Field(() => String, { nullable: true, description: 'A wall time, YYYY-MM-DDTHH:MM.' })
  localTime?: string | null;

  @Field(() => String, { nullable: true, description: 'IANA name of the zone of `localTime`.' })
  timeZone?: string | null;
}

@InputType({ description: 'A correction of what is published.' })
export class CorrectArticleInput {
  @Field(() => ID, ARTICLE)
  articleId!: string;

  @Field(() => Int, { description: 'The version that it was made from; what others changed since is merged.' })
  version!: number;

  @Field(() => String, { description: 'The public note: what was wrong; at most 1,000 characters.' })
  note!: string;

  @Field(() => ArticleInput, { description: 'What changes.' })
  content!: ArticleInput;
}

@InputType({ description: 'Taking an article down for good.' })
export class WithdrawArticleInput extends ArticleActionInput {
  @Field(() => String, { nullable: true, description: 'What tombstones say; at most 1,000 characters.' })
  publicReason?: string | null;
}

@InputType({ description: 'Making an earlier version the working copy.' })
export class RestoreRevisionInput {
  @Field(() => ID, ARTICLE)
  articleId!: string;

  @Field(() => Int, VERSION)
  version!: number;

  @Field(() => Int, { description: 'The number of the version to restore.' })
  revision!: number;
}

@InputType({ description: 'Whose work an article is.' })
export class AssignArticleInput {
  @Field(() => ID, ARTICLE)
  articleId!: string;

  @Field(() => ID, { nullable: true, description: 'The user; nobody, where null.' })
  assigneeId?: string | null;
}

@InputType({ description: 'The article to lock or unlock.' })
export class LockArticleInput {
  @Field(() => ID, ARTICLE)
  articleId!: string;
}

@InputType({ description: 'A note on an article.' })
export class AddNoteInput {
  @Field(() => ID, ARTICLE)
  articleId!: string;

  @Field(() => String, { description: 'Plain text; at most 5,000 characters.' })
  text!: string;
}

@InputType({ description: 'A link that shows a version to whoever has it.' })
export class CreatePreviewLinkInput {
  @Field(() => ID, ARTICLE)
  articleId!: string;

  @Field(() => Int, { nullable: true, description: 'The version to show; the working copy as it is now, without.' })
  revision?: number | null;

  @Field(() => Int, { nullable: false, defaultValue: 60, description: 'How long it lasts, in minutes; 1 to 43,200.' })
  minutes!: number;
}

@InputType({ description: 'A change of the tags of many articles.' })
export class TagArticlesInput {
  @Field(() => [ID], { description: 'At most 100 articles.' })
  articleIds!: string[];

  @Field(() => [ID], { nullable: true, description: 'Tags that each of them gets.' })
  addTagIds?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Tags that each of them loses.' })
  removeTagIds?: string[] | null;
}

const MAX_LINE = 1_000;
const MAX_NOTE = 5_000;
const MAX_KEY = 200;
const MAX_BULK = 100;
const MAX_PREVIEW_MINUTES = 43_200;
/** Milliseconds: a schedule further ahead is a slip of the pen. */
const MAX_AHEAD = 100 * 365.25 * 86_400_000;

/** One clean line, or null for none. */
function parseLine(text: string | null | undefined, name: string, mistakes: Mistakes, most = MAX_LINE): string | null {
  if ((text?.length ?? 0) > most) mistakes.add(at(name), `${name}: longer than ${most} characters.`);
  return text == null ? null : cleanText(text) || null;
}

function done<Parsed>(mistakes: Mistakes, parsed: Parsed): Parsed {
  mistakes.refuse();
  return parsed;
}

export function parseCreate({ content, idempotencyKey }: CreateArticleInput) {
  const mistakes = new Mistakes();
  if (idempotencyKey != null && (idempotencyKey.length === 0 || idempotencyKey.length > MAX_KEY))
    mistakes.add(at('idempotencyKey'), `idempotencyKey: it has from 1 to ${MAX_KEY} characters.`);
  return done(mistakes, { patch: parseContent(content, mistakes), idempotencyKey: idempotencyKey ?? null });
}

export function parseEdit(input: EditArticleInput): Edit & { comment: string | null } {
  const mistakes = new Mistakes();
  const { articleId, version } = input;
  const comment = parseLine(input.comment, 'comment', mistakes);
  return done(mistakes, { articleId, version, comment, patch: parseContent(input.content, mistakes) });
}

export function parseAction(input: ArticleActionInput): ActionInput {
  const mistakes = new Mistakes();
  return done(mistakes, readAction(input, mistakes));
}

function readAction({ articleId, version, comment }: ArticleActionInput, mistakes: Mistakes): ActionInput {
  return { articleId, version, comment: parseLine(comment, 'comment', mistakes) };
}

export function parseSchedule(input: ScheduleArticleInput): ActionInput & { releasedAt: Date } {
  const mistakes = new Mistakes();
  const releasedAt = parseMoment(input, mistakes);
  if (releasedAt !== null && releasedAt.getTime() <= Date.now())
    mistakes.add(at(input.at ? 'at' : 'localTime'), `${releasedAt.toISOString()} is past: publish it instead.`);
  if (releasedAt !== null && releasedAt.getTime() > Date.now() + MAX_AHEAD)
    mistakes.add(at(input.at ? 'at' : 'localTime'), 'That is more than a hundred years ahead.');
  return done(mistakes, { ...readAction(input, mistakes), releasedAt: releasedAt as Date });
}

function parseMoment({ at: instant, localTime, timeZone }: ScheduleArticleInput, mistakes: Mistakes): Date | null {
  if ((instant == null) === (localTime == null)) {
    mistakes.add(at('at'), 'Give either `at`, or `localTime` with `timeZone`.');
    return null;
  }
  if (instant != null) return instant;
  if (timeZone == null) {
    mistakes.add(at('timeZone'), 'timeZone: a local time needs its zone, such as Africa/Casablanca.');
    return null;
  }
  const resolved = resolveLocalTime(localTime as string, timeZone);
  if ('at' in resolved) return resolved.at;
  mistakes.add(at(resolved.reason.includes('IANA') ? 'timeZone' : 'localTime'), resolved.reason);
  return null;
}

export function parseCorrection(input: CorrectArticleInput): Edit & { note: string } {
  const mistakes = new Mistakes();
  const { articleId, version } = input;
  const note = parseLine(input.note, 'note', mistakes);
  if (note === null) mistakes.add(at('note'), 'note: readers need to know what was wrong.');
  return done(mistakes, { articleId, version, note: note ?? '', patch: parseContent(input.content, mistakes) });
}

export function parseWithdrawal(input: WithdrawArticleInput): ActionInput & { publicReason: string | null } {
  const mistakes = new Mistakes();
  const publicReason = parseLine(input.publicReason, 'publicReason', mistakes);
  return done(mistakes, { ...readAction(input, mistakes), publicReason });
}

/** Lines stay: a note may be a list. */
export function parseNote({ articleId, text }: AddNoteInput) {
  const mistakes = new Mistakes();
  const clean = withoutControls(text).trim();
  if (clean === '' || clean.length > MAX_NOTE)
    mistakes.add(at('text'), `text: it has from 1 to ${MAX_NOTE} characters.`);
  return done(mistakes, { articleId, text: clean });
}

export function parsePreview({ articleId, revision, minutes }: CreatePreviewLinkInput) {
  const mistakes = new Mistakes();
  if (minutes < 1 || minutes > MAX_PREVIEW_MINUTES)
    mistakes.add(at('minutes'), `minutes: from 1 to ${MAX_PREVIEW_MINUTES}.`);
  return done(mistakes, { articleId, revision: revision ?? null, minutes });
}

export function parseBulkTags(input: TagArticlesInput) {
  const mistakes = new Mistakes();
  const articleIds = [...new Set(input.articleIds)];
  if (articleIds.length === 0 || articleIds.length > MAX_BULK)
    mistakes.add(at('articleIds'), `articleIds: from 1 to ${MAX_BULK} articles at once.`);
  const wrong = articleIds.find((id) => idPrefix(id) !== 'a');
  if (wrong !== undefined) mistakes.add(at('articleIds'), `"${wrong}" is no article.`, 'NOT_FOUND');
  const add = parseTagIds(input.addTagIds ?? [], at('addTagIds'), mistakes);
  const remove = parseTagIds(input.removeTagIds ?? [], at('removeTagIds'), mistakes);
  if (add.some((id) => remove.includes(id)))
    mistakes.add(at('removeTagIds'), 'A tag cannot be added and removed at once.');
  return done(mistakes, { articleIds, add, remove });
}
