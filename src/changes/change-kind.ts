/** What may become of an article in the eyes of one who follows. */
import { registerEnumType } from 'type-graphql';

export enum ChangeKind {
  PUBLISHED = 'PUBLISHED',
  UPDATED = 'UPDATED',
  CORRECTED = 'CORRECTED',
  UNPUBLISHED = 'UNPUBLISHED',
  WITHDRAWN = 'WITHDRAWN',
  GRANTED = 'GRANTED',
  REVOKED = 'REVOKED',
}
registerEnumType(ChangeKind, {
  name: 'ChangeKind',
  description: 'What became of an article.',
  valuesConfig: {
    PUBLISHED: { description: 'It is there now: published, published again, or its embargo ended.' },
    UPDATED: { description: 'Something of it has changed: its content, a tag, an image that was hidden.' },
    CORRECTED: { description: 'It was corrected, with a public note.' },
    UNPUBLISHED: { description: 'It was taken off, and may come back. A tombstone.' },
    WITHDRAWN: { description: 'It was taken down for good, and must be deleted. A tombstone.' },
    GRANTED: { description: 'The caller may have it from now on, or have more or less of it than before.' },
    REVOKED: { description: 'The caller may not have it any more. A tombstone.' },
  },
});

const TOMBSTONES = new Set([ChangeKind.UNPUBLISHED, ChangeKind.WITHDRAWN, ChangeKind.REVOKED]);

/** Whether a change says that the article is gone, for the caller or for everybody. */
export const isTombstone = (kind: ChangeKind) => TOMBSTONES.has(kind);
