/** People at the desk: users of every role, signed in, and what they ask. */
import { Role } from '../../src/core/access.js';
import { newId } from '../../src/core/ids.js';
import { hashOfToken, newToken } from '../../src/core/token.js';
import type { Answer, TestApp } from './app.js';

export interface Person {
  id: string;
  token: string;
  /** Asks as this person. */
  // biome-ignore lint/suspicious/noExplicitAny: answers are checked by the tests that ask
  ask<T = any>(query: string, variables?: Record<string, unknown>): Promise<Answer<T>>;
}

let serial = 0;

/** A user with this role and an open session. Her password fits nothing: tests of signing in make their own. */
export async function signIn(test: TestApp, role: Role | keyof typeof Role): Promise<Person> {
  serial += 1;
  const id = newId('u');
  await test.db.query('insert into user_account (id, name, email, role, password_hash) values ($1, $2, $3, $4, $5)', [
    id,
    `${role.toLowerCase()} ${serial}`,
    `${role.toLowerCase()}.${serial}@desk.example`,
    role,
    'none',
  ]);
  const token = newToken();
  await test.db.query('insert into session (token_hash, user_id, expires_at) values ($1, $2, $3)', [
    hashOfToken(token),
    id,
    new Date(Date.now() + 3_600_000),
  ]);
  return { id, token, ask: (query, variables) => test.ask(query, variables, token) };
}

export const ROLES = Object.values(Role);
