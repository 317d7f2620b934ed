/** One change of an article, as the caller may see it. */
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { DateTimeScalar, UrlScalar } from '../core/scalars.js';
import { type ChangeCursor, writeChangeCursor } from './change-cursor.js';
import { ChangeKind } from './change-kind.js';

/** What SQL answers of it. */
export interface ChangeRow {
  position: number;
  bulk: string;
  kind: ChangeKind;
  at: Date;
  articleId: string;
  canonicalUrl: string | null;
  contentVersion: number | null;
  reason: string | null;
}

@ObjectType({
  description: `One change as the caller may see it. When a schedule, an embargo or the caller's own grant begins or ends, a change says so at
that moment: GRANTED and REVOKED concern this partner alone. canonicalUrl stays in tombstones. Who mirrors replaces what she has where
there is an article, and deletes it where there is none, whatever the kind.`,
})
export class Change implements ChangeCursor {
  @Field(() => ID, {
    description:
      'The same for the same change whenever it is read, and its cursor; later ones compare as greater strings.',
  })
  readonly id: string;

  readonly position: number;
  readonly bulk: string;

  @Field(() => ChangeKind, { description: 'What became of the article.' })
  readonly kind: ChangeKind;

  @Field(() => DateTimeScalar, { description: 'When it came into the feed; it never goes back along it.' })
  readonly at: Date;

  @Field(() => ID, { description: 'Which article.' })
  readonly articleId: string;

  @Field(() => UrlScalar, { nullable: true, description: 'Where its source published it, in tombstones too.' })
  readonly canonicalUrl: string | null;

  @Field(() => Int, { nullable: true, description: 'Its content version by this change.' })
  readonly contentVersion: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'What may be said of why: of a withdrawal, or what was corrected.',
  })
  readonly reason: string | null;

  constructor(row: ChangeRow) {
    this.id = writeChangeCursor(row);
    this.position = row.position;
    this.bulk = row.bulk;
    this.kind = row.kind;
    this.at = row.at;
    this.articleId = row.articleId;
    this.canonicalUrl = row.canonicalUrl;
    this.contentVersion = row.contentVersion;
    this.reason = row.reason;
  }
}
