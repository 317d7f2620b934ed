/** Users by id, once per request. */
import { relation } from '../core/context.js';
import type { User } from './user.entity.js';

export const userById = relation<string, User | null>(null, async ({ db }, ids) => {
  const rows = await db.query<User>('select id, name from user_account where id = any($1)', [ids], 'user_find');
  return new Map(rows.map((row) => [row.id, row]));
});
