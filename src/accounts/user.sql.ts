/** Users in the database: look-ups and the list as others see them, and the rows that administrators write. */
import type { Db, Tx } from '../core/database.js';
import type { PageRequest } from '../core/page.js';
import type { User } from './user.entity.js';

const COLUMNS = `u.id, u.name, u.email, u.role, u.active, u.language, u.time_zone as "timeZone",
  u.totp_confirmed_at as "totpConfirmedAt"`;

export function findUsers(db: Db, ids: readonly string[]): Promise<User[]> {
  return db.query<User>(`select ${COLUMNS} from user_account u where u.id = any($1)`, [ids], 'user_find');
}

/** By name: one row more than the page where there are more. */
export function listUsers(db: Db, active: boolean | null, page: PageRequest): Promise<User[]> {
  return db.query<User>(
    `select ${COLUMNS} from user_account u where ($1::boolean is null or u.active = $1)
       and ($2::text is null or (u.name, u.id) > ($2, $3)) order by u.name, u.id limit $4`,
    [active, page.after?.value, page.after?.id, page.limit + 1],
  );
}

export async function countUsers(db: Db, active: boolean | null): Promise<number> {
  const [row] = await db.query<{ n: number }>(
    'select count(*)::int as n from user_account u where ($1::boolean is null or u.active = $1)',
    [active],
  );
  return row?.n ?? 0;
}

/** Whether the user was added: not where her e-mail is somebody's. */
export async function insertUser(
  tx: Tx,
  user: Pick<User, 'id' | 'name' | 'email' | 'role'> & { passwordHash: string },
): Promise<boolean> {
  const rows = await tx.query(
    `insert into user_account (id, name, email, role, password_hash) values ($1, $2, $3, $4, $5)
     on conflict (lower(email)) do nothing returning 1`,
    [user.id, user.name, user.email, user.role, user.passwordHash],
  );
  return rows.length > 0;
}

/** The user, and how many others are active admins. All are locked, so that no two changes at once leave none of them. */
export async function lockUser(tx: Tx, id: string): Promise<{ user: User | null; otherAdmins: number }> {
  const rows = await tx.query<User>(
    `select ${COLUMNS} from user_account u where u.id = $1 or (u.role = 'ADMIN' and u.active)
     order by u.id for no key update`,
    [id],
  );
  const user = rows.find((row) => row.id === id) ?? null;
  return { user, otherAdmins: rows.filter((row) => row.id !== id).length };
}

export async function updateUser(
  tx: Tx,
  user: Pick<User, 'id' | 'name' | 'role' | 'active' | 'language' | 'timeZone'>,
): Promise<void> {
  await tx.query(
    'update user_account set name = $2, role = $3, active = $4, language = $5, time_zone = $6 where id = $1',
    [user.id, user.name, user.role, user.active, user.language, user.timeZone],
  );
}
