/**
 * What changed between two contents of an article, field by field: texts word by word, tags one by one, everything
 * else as a whole. A field that changed never shows as nothing.
 */
import { diffArrays } from 'diff';
import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { diffTokens, diffWords, type WordPart, wordsAndSigns } from '../text/word-diff.js';
import type { ArticleContent } from './article-content.js';
import { bodyToText } from './body.js';
import { ArticleField, changedFields } from './merge-content.js';

export enum DiffKind {
  SAME = 'SAME',
  ADDED = 'ADDED',
  REMOVED = 'REMOVED',
}
registerEnumType(DiffKind, {
  name: 'DiffKind',
  description: 'On which side of a comparison a part stands.',
  valuesConfig: {
    SAME: { description: 'On both.' },
    ADDED: { description: 'Only on the later one.' },
    REMOVED: { description: 'Only on the earlier one.' },
  },
});

@ObjectType({ description: 'A piece of a compared text, or one tag.' })
export class DiffPart {
  @Field(() => DiffKind, { description: 'On which side it stands.' })
  kind!: DiffKind;

  @Field(() => String, {
    description: 'The piece: SAME and REMOVED ones make up the earlier text, SAME and ADDED the later.',
  })
  text!: string;

  @Field(() => Boolean, {
    description: 'Whether only spelling that search folds away (hamza, diacritics, tatweel) or white space differs.',
  })
  minor!: boolean;
}

@ObjectType({ description: 'How one field differs between two contents.' })
export class FieldDiff {
  @Field(() => ArticleField, { description: 'The field.' })
  field!: ArticleField;

  @Field(() => [DiffPart], { description: 'Its pieces in order.' })
  parts!: DiffPart[];
}

/** Names of tags, sources and images by id; what has none is shown by its id. */
export type Names = ReadonlyMap<string, string>;

/** The fields that differ, each with its parts. */
export function diffContents(before: ArticleContent, after: ArticleContent, names: Names): FieldDiff[] {
  return changedFields(before, after).map((field) => {
    const parts = PARTS[field](before, after, names) as DiffPart[];
    return { field, parts };
  });
}

type Compare = (before: ArticleContent, after: ArticleContent, names: Names) => WordPart[];

const words =
  (key: 'title' | 'summary' | 'byline'): Compare =>
  (before, after) =>
    diffWords(before[key] ?? '', after[key] ?? '');

const whole =
  (value: (content: ArticleContent, names: Names) => string | null | undefined): Compare =>
  (before, after, names) =>
    replaced(value(before, names) ?? '', value(after, names) ?? '');

const PARTS: Record<ArticleField, Compare> = {
  TITLE: words('title'),
  SUMMARY: words('summary'),
  BODY: bodyParts,
  BYLINE: words('byline'),
  LANGUAGE: whole((content) => content.language),
  TITLE_LANGUAGE: whole((content) => content.titleLanguage),
  CANONICAL_URL: whole((content) => content.canonicalUrl),
  PUBLISHED_AT: whole((content) => content.publishedAt?.toISOString()),
  PUBLISHED_ON: dateParts,
  SOURCE: whole(({ sourceId }, names) => sourceId && (names.get(sourceId) ?? sourceId)),
  TAGS: tagParts,
  LEAD_IMAGE: whole(
    ({ leadImageId, imageUrl }, names) => (leadImageId && names.get(leadImageId)) || leadImageId || imageUrl,
  ),
};

function replaced(before: string, after: string): WordPart[] {
  const parts: WordPart[] = [
    { kind: 'REMOVED', text: before, minor: false },
    { kind: 'ADDED', text: after, minor: false },
  ];
  return parts.filter((part) => part.text !== '');
}

const isChange = (part: WordPart) => part.kind !== 'SAME';

/** By the words that readers see; where those are the same, by what stands in the HTML; else by the images. */
function bodyParts(before: ArticleContent, after: ArticleContent): WordPart[] {
  const [old, now] = [before.body ?? '', after.body ?? ''];
  const read = diffWords(bodyToText(old), bodyToText(now));
  if (read.some(isChange)) return read;
  const marked = diffTokens(htmlTokens(old), htmlTokens(now));
  return marked.some(isChange) ? marked : replaced(before.imageIds.join(' '), after.imageIds.join(' '));
}

/** Each tag of sanitised HTML whole, and the words between them. */
function htmlTokens(html: string): string[] {
  return html.split(/(<[^>]*>)/).flatMap((piece) => (piece.startsWith('<') ? [piece] : wordsAndSigns(piece)));
}

/** EDTF, where that differs; else all that is known of the two dates. */
function dateParts({ publishedOn: before }: ArticleContent, { publishedOn: after }: ArticleContent): WordPart[] {
  const edtf = (date: typeof before) => (date === null ? '' : `${date.value}${date.approximate ? '~' : ''}`);
  if (edtf(before) !== edtf(after)) return replaced(edtf(before), edtf(after));
  const all = (date: typeof before) =>
    date === null ? '' : [edtf(date), date.precision, date.timeZone, date.basis, date.raw].filter(Boolean).join(' ');
  return replaced(all(before), all(after));
}

function tagParts(before: ArticleContent, after: ArticleContent, names: Names): WordPart[] {
  return diffArrays(before.tagIds, after.tagIds).flatMap(({ value, added, removed }) =>
    value.map((id) => ({
      kind: added ? 'ADDED' : removed ? 'REMOVED' : 'SAME',
      text: names.get(id) ?? id,
      minor: false,
    })),
  );
}
