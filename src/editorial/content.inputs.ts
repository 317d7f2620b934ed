/** The content of an article as editors send it: absent is unchanged, null clears. */
import { Field, ID, InputType } from 'type-graphql';
import { ARCHIVE_ZONE } from '../articles/archive-zone.js';
import type { ArticleContent } from '../articles/article-content.js';
import { isTangled, sanitizeBody } from '../articles/sanitize.js';
import { idPrefix } from '../core/ids.js';
import { DateTimeScalar, LanguageScalar, UrlScalar } from '../core/scalars.js';
import { at, type Mistakes } from '../core/user-error.js';
import { dayIn, isTimeZone } from '../text/date.js';
import { cleanText } from '../text/normalise.js';
import { type ContentPatch, precisionOf } from './content-patch.js';

@InputType({ description: 'A date as exactly as it is known.' })
export class PartialDateInput {
  @Field(() => String, { description: 'In EDTF: 2020-11-17, 2019-10 or 2016.' })
  value!: string;

  @Field(() => String, { nullable: true, description: "IANA name of the zone; the source's, where absent." })
  timeZone?: string | null;

  @Field(() => Boolean, { nullable: false, defaultValue: false, description: 'Whether even that is only about right.' })
  approximate!: boolean;
}

@InputType({ description: 'What an article says. A field that is absent stays as it is; null clears it.' })
export class ArticleInput {
  @Field(() => String, { nullable: true, description: 'Its headline, plain text; at most 1,000 characters.' })
  title?: string | null;

  @Field(() => String, { nullable: true, description: 'What it says in short, plain text; at most 10,000 characters.' })
  summary?: string | null;

  @Field(() => String, { nullable: true, description: 'HTML; sanitised on the way in.' })
  body?: string | null;

  @Field(() => String, { nullable: true, description: 'Who wrote it, as the source names them.' })
  byline?: string | null;

  @Field(() => LanguageScalar, { nullable: true, description: 'The language of its text.' })
  language?: string | null;

  @Field(() => LanguageScalar, {
    nullable: true,
    description: 'The language of its headline; that of its text, where absent.',
  })
  titleLanguage?: string | null;

  @Field(() => UrlScalar, { nullable: true, description: 'Where the source published it.' })
  canonicalUrl?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'The exact instant of publication.' })
  publishedAt?: Date | null;

  @Field(() => PartialDateInput, { nullable: true, description: 'The date, where the hour is not known.' })
  publishedOn?: PartialDateInput | null;

  @Field(() => ID, { nullable: true, description: 'Who published it.' })
  sourceId?: string | null;

  @Field(() => [ID], { nullable: true, description: "The whole set; two editors' changes of it merge tag by tag." })
  tagIds?: string[] | null;

  @Field(() => ID, { nullable: true, description: 'The picture that stands for it.' })
  leadImageId?: string | null;
}

const MOST = { title: 1_000, summary: 10_000, byline: 500, body: 2_000_000 };
export const MAX_TAGS = 50;

/** Checks and cleans; each mistake names its field. Costs no statement. */
export function parseContent(input: ArticleInput, mistakes: Mistakes): ContentPatch {
  const fields: ContentPatch['fields'] = {};
  for (const name of ['title', 'summary', 'byline'] as const) {
    const value = input[name];
    if (value === undefined) continue;
    if ((value?.length ?? 0) > MOST[name])
      mistakes.add(at('content', name), `${name}: longer than ${MOST[name]} characters.`);
    fields[name] = value === null ? null : cleanText(value) || null;
  }
  if (input.body !== undefined) Object.assign(fields, parseBody(input.body, mistakes));
  for (const name of ['language', 'titleLanguage', 'canonicalUrl'] as const)
    if (input[name] !== undefined) fields[name] = input[name];
  for (const [name, letter] of [
    ['sourceId', 's'],
    ['leadImageId', 'i'],
  ] as const) {
    const value = input[name];
    if (value === undefined) continue;
    if (value !== null && idPrefix(value) !== letter)
      mistakes.add(at('content', name), `${name}: there is no such thing.`, 'NOT_FOUND');
    fields[name] = value;
  }
  if (fields.leadImageId !== undefined) fields.imageUrl = null;
  if (input.tagIds !== undefined) fields.tagIds = parseTagIds(input.tagIds ?? [], at('content', 'tagIds'), mistakes);
  checkDates(input, mistakes);
  return { fields, publishedAt: input.publishedAt, publishedOn: input.publishedOn };
}

/** Ids of tags, each once. */
export function parseTagIds(ids: string[], path: string[], mistakes: Mistakes): string[] {
  const distinct = [...new Set(ids)];
  if (distinct.length > MAX_TAGS) mistakes.add(path, `${distinct.length} tags are more than ${MAX_TAGS}.`);
  const wrong = distinct.find((id) => idPrefix(id) !== 't');
  if (wrong !== undefined) mistakes.add(path, `"${wrong}" is no tag.`, 'NOT_FOUND');
  return distinct;
}

function parseBody(html: string | null, mistakes: Mistakes): Pick<ArticleContent, 'body' | 'imageIds'> {
  const tooLong = (html?.length ?? 0) > MOST.body;
  if (tooLong) mistakes.add(at('content', 'body'), `body: longer than ${MOST.body} characters.`);
  else if (html !== null && isTangled(html))
    mistakes.add(at('content', 'body'), 'body: its elements nest too deep, or are never closed.');
  else if (html !== null) return readBody(html);
  return { body: null, imageIds: [] };
}

const HAS_TAGS = /<\/?[a-z][^>]*>/i;

/** Text that was pasted without any markup: each line that is not empty is a paragraph. */
const asParagraphs = (text: string) =>
  text
    .split(/[\r\n]+/)
    .filter((line) => line.trim() !== '')
    .map((line) => `<p>${line}</p>`)
    .join('\n');

function readBody(html: string): Pick<ArticleContent, 'body' | 'imageIds'> {
  const body = sanitizeBody(HAS_TAGS.test(html) ? html : asParagraphs(html)) || null;
  const imageIds = [...(body ?? '').matchAll(/<figure[^>]* data-image-id="([^"]+)"/g)].map(
    (match) => match[1] as string,
  );
  return { body, imageIds: [...new Set(imageIds)] };
}

function checkDates({ publishedAt, publishedOn }: ArticleInput, mistakes: Mistakes): void {
  if (!publishedOn) return;
  const { value, timeZone } = publishedOn;
  if (precisionOf(value) === null)
    mistakes.add(
      at('content', 'publishedOn', 'value'),
      `"${value.slice(0, 40)}" is no day, month or year (2020-11-17, 2019-10, 2016).`,
    );
  if (timeZone != null && !isTimeZone(timeZone))
    mistakes.add(at('content', 'publishedOn', 'timeZone'), `"${timeZone.slice(0, 60)}" is not an IANA time zone.`);
  else if (publishedAt && !dayIn(publishedAt, timeZone ?? ARCHIVE_ZONE).startsWith(value) && timeZone != null)
    mistakes.add(at('content', 'publishedOn'), 'publishedOn is another day than publishedAt: give one of them.');
}
