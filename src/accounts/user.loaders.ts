/** Users by id, once per request. */
import { isAtLeast, Role } from '../core/access.js';
import { relation } from '../core/context.js';
import type { User } from './user.entity.js';
import { findUsers } from './user.sql.js';

/** For edges that lead to users: who wrote, reviewed, decided. */
export const userById = relation<string, User | null>(null, async ({ db }, ids) => byId(await findUsers(db, ids)));

/** For look-ups by id: editors may look up anybody, a contributor only herself. */
export const findableUser = relation<string, User | null>(null, async ({ db, actor }, ids) => {
  if (actor.kind !== 'editor') return new Map();
  const findable = isAtLeast(actor.role, Role.EDITOR) ? ids : ids.filter((id) => id === actor.userId);
  return findable.length === 0 ? new Map() : byId(await findUsers(db, findable));
});

const byId = (users: User[]) => new Map(users.map((user) => [user.id, user]));
