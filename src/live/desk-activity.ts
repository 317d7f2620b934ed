/** What is done to articles at the desk, as others there hear of it. */
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { User } from '../accounts/user.entity.js';
import { DateTimeScalar } from '../core/scalars.js';
import { DeskArticle } from '../editorial/desk-article.js';

export enum DeskActivityKind {
  OPENED = 'OPENED',
  LOCKED = 'LOCKED',
  UNLOCKED = 'UNLOCKED',
  EDITED = 'EDITED',
  MOVED = 'MOVED',
  ASSIGNED = 'ASSIGNED',
  NOTED = 'NOTED',
}
registerEnumType(DeskActivityKind, {
  name: 'DeskActivityKind',
  description: 'What somebody does to an article at the desk.',
  valuesConfig: {
    OPENED: { description: 'Opens it.' },
    LOCKED: { description: 'Says that she works on it, or goes on saying so.' },
    UNLOCKED: { description: 'Ends a lock.' },
    EDITED: { description: 'Writes it, or changes its content.' },
    MOVED: { description: 'Takes it to another state, or the clock does.' },
    ASSIGNED: { description: 'Says whose work it is.' },
    NOTED: { description: 'Writes a note.' },
  },
});

@ObjectType({ description: 'Something that is done to an article at the desk, by somebody or by the clock.' })
export class DeskActivity {
  @Field(() => DeskActivityKind, { description: 'What.' })
  kind!: DeskActivityKind;

  @Field(() => DeskArticle, { nullable: true, description: 'To which article, as it stands now.' })
  deskArticle!: DeskArticle | null;

  @Field(() => Int, { nullable: true, description: 'The version that it had by then.' })
  version!: number | null;

  @Field(() => User, { nullable: true, description: 'Who; null for the clock.' })
  actor?: User | null;

  @Field(() => DateTimeScalar, { description: 'When.' })
  at!: Date;

  actorId!: string | null;
}

const { OPENED, LOCKED, UNLOCKED, EDITED, MOVED, ASSIGNED, NOTED } = DeskActivityKind;

/** By the action of the audit entry; of what is missing here, others need not hear. */
const KINDS: Record<string, DeskActivityKind> = {
  OPEN: OPENED,
  LOCK: LOCKED,
  UNLOCK: UNLOCKED,
  ...Object.fromEntries(['CREATE', 'EDIT', 'RESTORE', 'TAG'].map((action) => [action, EDITED])),
  ...Object.fromEntries(
    ['SUBMIT', 'RETURN', 'PUBLISH', 'SCHEDULE', 'UNSCHEDULE', 'UNPUBLISH', 'CORRECT', 'WITHDRAW', 'DUE'].map(
      (action) => [action, MOVED],
    ),
  ),
  ASSIGN: ASSIGNED,
  NOTE: NOTED,
};

/** What the channel tells of the desk. */
export interface DeskMessage {
  articleId: string;
  kind: DeskActivityKind;
  actorId: string | null;
  at: Date;
  version: number | null;
}

/** Null for what others need not hear of. */
export function readDeskMessage(text: string): DeskMessage | null {
  if (text === '') return null; // what was missed while the channel was broken is known to nobody
  const { articleId, action, actorId, at, version } = JSON.parse(text);
  const kind = KINDS[action];
  return kind === undefined ? null : { articleId, kind, actorId, at: new Date(at), version };
}
