/**
 * The one table of states and actions, and who may take which: the mutations and `allowedActions` both ask it, so that a
 * console never holds a rule of its own. Pure.
 */
import { registerEnumType } from 'type-graphql';
import type { ArticleStatus } from '../articles/article.entity.js';
import { type Editor, isAtLeast, Role } from '../core/access.js';

export const ARTICLE_STATUSES = {
  DRAFT: 'DRAFT',
  IN_REVIEW: 'IN_REVIEW',
  SCHEDULED: 'SCHEDULED',
  PUBLISHED: 'PUBLISHED',
  UNPUBLISHED: 'UNPUBLISHED',
  WITHDRAWN: 'WITHDRAWN',
} as const satisfies Record<ArticleStatus, ArticleStatus>;
registerEnumType(ARTICLE_STATUSES, {
  name: 'ArticleStatus',
  description: 'Where an article stands.',
  valuesConfig: {
    DRAFT: { description: 'Being written.' },
    IN_REVIEW: { description: 'Handed in, or brought by an import: it waits for an editor.' },
    SCHEDULED: { description: 'It is published at `scheduledFor`; from that minute on it is PUBLISHED.' },
    PUBLISHED: { description: 'Published; an embargo of its source may still hold it back.' },
    UNPUBLISHED: { description: 'Taken off, and may come back.' },
    WITHDRAWN: { description: 'Taken down for good.' },
  },
});

export const ARTICLE_ACTIONS = {
  EDIT: 'EDIT',
  SUBMIT: 'SUBMIT',
  RETURN: 'RETURN',
  PUBLISH: 'PUBLISH',
  SCHEDULE: 'SCHEDULE',
  UNSCHEDULE: 'UNSCHEDULE',
  UNPUBLISH: 'UNPUBLISH',
  CORRECT: 'CORRECT',
  WITHDRAW: 'WITHDRAW',
  RESTORE: 'RESTORE',
  DELETE: 'DELETE',
} as const;
export type ArticleAction = keyof typeof ARTICLE_ACTIONS;
registerEnumType(ARTICLE_ACTIONS, {
  name: 'ArticleAction',
  description: 'What an editor may do to an article.',
  valuesConfig: {
    EDIT: { description: 'Change its working copy.' },
    SUBMIT: { description: 'Hand it in for review.' },
    RETURN: { description: 'Give it back to its writer.' },
    PUBLISH: { description: 'Publish it, or put its working copy live.' },
    SCHEDULE: { description: 'Have it published at a time.' },
    UNSCHEDULE: { description: 'Take that back.' },
    UNPUBLISH: { description: 'Take it off; it may come back.' },
    CORRECT: { description: 'Publish a corrected text with a public note.' },
    WITHDRAW: { description: 'Take it down for good.' },
    RESTORE: { description: 'Make an earlier version the working copy.' },
    DELETE: { description: 'Delete what was never public.' },
  },
});

/** Where an action leads. DELETE leads nowhere: it ends the article. */
const TRANSITIONS: Record<ArticleStatus, Partial<Record<ArticleAction, ArticleStatus>>> = {
  DRAFT: {
    EDIT: 'DRAFT',
    RESTORE: 'DRAFT',
    SUBMIT: 'IN_REVIEW',
    PUBLISH: 'PUBLISHED',
    SCHEDULE: 'SCHEDULED',
    DELETE: 'DRAFT',
  },
  IN_REVIEW: {
    EDIT: 'IN_REVIEW',
    RESTORE: 'IN_REVIEW',
    RETURN: 'DRAFT',
    PUBLISH: 'PUBLISHED',
    SCHEDULE: 'SCHEDULED',
    DELETE: 'IN_REVIEW',
  },
  SCHEDULED: {
    EDIT: 'SCHEDULED',
    RESTORE: 'SCHEDULED',
    SCHEDULE: 'SCHEDULED',
    UNSCHEDULE: 'DRAFT',
    PUBLISH: 'PUBLISHED',
  },
  PUBLISHED: {
    EDIT: 'PUBLISHED',
    RESTORE: 'PUBLISHED',
    PUBLISH: 'PUBLISHED',
    CORRECT: 'PUBLISHED',
    UNPUBLISH: 'UNPUBLISHED',
    WITHDRAW: 'WITHDRAWN',
  },
  UNPUBLISHED: {
    EDIT: 'UNPUBLISHED',
    RESTORE: 'UNPUBLISHED',
    PUBLISH: 'PUBLISHED',
    SCHEDULE: 'SCHEDULED',
    WITHDRAW: 'WITHDRAWN',
  },
  WITHDRAWN: {},
};

/** What the rules need to know of an article. */
export interface Worked {
  /** As it reads now: SCHEDULED and due is PUBLISHED. */
  status: ArticleStatus;
  authorId: string | null;
  /** Whether the public has ever seen it: then it cannot be deleted any more. */
  wasPublic: boolean;
}

/** The state that an action leads to; null where this state does not offer it. */
export function transition(article: Worked, action: ArticleAction): ArticleStatus | null {
  if (action === 'DELETE' && article.wasPublic) return null;
  return TRANSITIONS[article.status][action] ?? null;
}

/** What a contributor may do to her own drafts. */
const OWN_DRAFT: ArticleAction[] = ['EDIT', 'SUBMIT', 'RESTORE', 'DELETE'];

/** Whether the role may ever take this action on an article by this author. */
export function roleAllows(actor: Editor, action: ArticleAction, authorId: string | null): boolean {
  if (isAtLeast(actor.role, action === 'WITHDRAW' ? Role.CHIEF : Role.EDITOR)) return true;
  return authorId === actor.userId && OWN_DRAFT.includes(action);
}

/** Whether the actor may take this action now; the state must offer it too. */
export function mayAct(actor: Editor, action: ArticleAction, article: Worked): boolean {
  const ownDraftOnly = !isAtLeast(actor.role, Role.EDITOR);
  return roleAllows(actor, action, article.authorId) && !(ownDraftOnly && article.status !== 'DRAFT');
}

export function allowedActions(actor: Editor, article: Worked): ArticleAction[] {
  return (Object.keys(ARTICLE_ACTIONS) as ArticleAction[]).filter(
    (action) => transition(article, action) !== null && mayAct(actor, action, article),
  );
}
