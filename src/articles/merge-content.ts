/**
 * Three-way merging of an article's content: what only one side changed is taken from that side, tags are merged tag by
 * tag, and what both changed differently is a conflict. Pure.
 */
import { registerEnumType } from 'type-graphql';
import type { ArticleContent } from './article-content.js';

export enum ArticleField {
  TITLE = 'TITLE',
  SUMMARY = 'SUMMARY',
  BODY = 'BODY',
  BYLINE = 'BYLINE',
  LANGUAGE = 'LANGUAGE',
  TITLE_LANGUAGE = 'TITLE_LANGUAGE',
  CANONICAL_URL = 'CANONICAL_URL',
  PUBLISHED_AT = 'PUBLISHED_AT',
  PUBLISHED_ON = 'PUBLISHED_ON',
  SOURCE = 'SOURCE',
  TAGS = 'TAGS',
  LEAD_IMAGE = 'LEAD_IMAGE',
}
registerEnumType(ArticleField, { name: 'ArticleField', description: 'The fields of an article that editors change.' });

type Key = keyof ArticleContent;

/** What each field consists of. */
const KEYS: Record<ArticleField, Key[]> = {
  TITLE: ['title'],
  SUMMARY: ['summary'],
  BODY: ['body', 'imageIds'],
  BYLINE: ['byline'],
  LANGUAGE: ['language'],
  TITLE_LANGUAGE: ['titleLanguage'],
  CANONICAL_URL: ['canonicalUrl'],
  PUBLISHED_AT: ['publishedAt'],
  PUBLISHED_ON: ['publishedOn'],
  SOURCE: ['sourceId'],
  TAGS: ['tagIds'],
  LEAD_IMAGE: ['leadImageId', 'imageUrl'],
};

const ARTICLE_FIELDS = Object.values(ArticleField);

/** Fields that mean something together only: the instant and the day of a date. */
const UNITS: ArticleField[][] = [
  [ArticleField.PUBLISHED_AT, ArticleField.PUBLISHED_ON],
  ...ARTICLE_FIELDS.filter((field) => !field.startsWith('PUBLISHED_')).map((field) => [field]),
];

const same = (one: ArticleContent, other: ArticleContent, key: Key) =>
  JSON.stringify(one[key]) === JSON.stringify(other[key]);

/** The fields in which two contents differ. */
export function changedFields(one: ArticleContent, other: ArticleContent): ArticleField[] {
  return ARTICLE_FIELDS.filter((field) => KEYS[field].some((key) => !same(one, other, key)));
}

export interface Merge {
  content: ArticleContent;
  /** What the other side had changed and is kept. */
  merged: ArticleField[];
  /** What both sides changed differently; `content` has mine. */
  conflicts: ArticleField[];
}

/** Applies to `theirs` what `mine` changed of `base`. */
export function mergeContent(base: ArticleContent, theirs: ArticleContent, mine: ArticleContent): Merge {
  const byMe = new Set(changedFields(base, mine));
  const byThem = new Set(changedFields(base, theirs));
  const apart = new Set(changedFields(theirs, mine));
  const merge: Merge = { content: { ...theirs }, merged: [], conflicts: [] };
  for (const unit of UNITS) {
    const iDid = unit.some((field) => byMe.has(field));
    const theyDid = unit.some((field) => byThem.has(field));
    if (!iDid) {
      merge.merged.push(...unit.filter((field) => byThem.has(field)));
    } else if (unit[0] === ArticleField.TAGS) {
      merge.content.tagIds = mergeTags(base.tagIds, theirs.tagIds, mine.tagIds);
      if (theyDid) merge.merged.push(ArticleField.TAGS);
    } else {
      for (const key of unit.flatMap((field) => KEYS[field])) Object.assign(merge.content, { [key]: mine[key] });
      if (theyDid) merge.conflicts.push(...unit.filter((field) => apart.has(field)));
    }
  }
  return merge;
}

/** Mine, in my order, with what they added and without what they took away. */
function mergeTags(base: string[], theirs: string[], mine: string[]): string[] {
  const kept = mine.filter((id) => theirs.includes(id) || !base.includes(id));
  return [...new Set([...kept, ...theirs.filter((id) => !base.includes(id))])];
}
