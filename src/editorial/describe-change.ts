/** One line of what was before and what is now, for the audit log. It names fields and quotes titles, never whole texts. */
import type { ArticleContent } from '../articles/article-content.js';
import { changedFields } from '../articles/merge-content.js';
import type { Release } from '../articles/save-articles.js';
import { countWords, excerpt } from '../text/words.js';

interface Side {
  version: number;
  status: string;
  content: ArticleContent;
}

const MAX_QUOTE = 80;
const MAX_COMMENT = 200;

export function describeChange(
  before: Side,
  after: Side & { release?: Release | null },
  comment?: string | null,
): string {
  const parts = [
    `version ${before.version} to ${after.version}`,
    before.status === after.status ? after.status : `${before.status} to ${after.status}`,
    ...changedFields(before.content, after.content).map((field) => describeField(field, before.content, after.content)),
    ...(after.release ? [`released ${after.release.releasedAt.toISOString()}`] : []),
    ...(comment ? [`comment: ${excerpt(comment, MAX_COMMENT)}`] : []),
  ];
  return parts.join('; ');
}

function describeField(field: string, before: ArticleContent, after: ArticleContent): string {
  const name = field.toLowerCase().replaceAll('_', ' ');
  if (field === 'TITLE') return `title ${quote(before.title)} to ${quote(after.title)}`;
  if (field === 'BODY') return `body of ${words(before.body)} words to ${words(after.body)}`;
  if (field !== 'TAGS') return `${name} changed`;
  const added = after.tagIds.filter((id) => !before.tagIds.includes(id));
  const removed = before.tagIds.filter((id) => !after.tagIds.includes(id));
  return describeTags(added, removed);
}

export const describeTags = (added: string[], removed: string[]) =>
  ['tags', ...added.map((id) => `+${id}`), ...removed.map((id) => `-${id}`)].join(' ');

/** A draft may have no title yet. */
export const describeTitle = (title: string | null) => (title === null ? 'no title' : quote(title));

const quote = (text: string | null) => (text === null ? 'none' : `"${excerpt(text, MAX_QUOTE)}"`);
const words = (html: string | null) => countWords((html ?? '').replace(/<[^>]*>/g, ' '));
