/** Users with passwords that are known, and how they sign in. */

import { createUser } from '../../src/accounts/create-user.js';
import { hashPassword } from '../../src/accounts/password.js';
import { NOBODY } from '../../src/audit/audit.js';
import { Role } from '../../src/core/access.js';
import type { TestApp } from './app.js';

export const PASSWORD = 'كلمة مرور طويلة';
const passwordHash = hashPassword(PASSWORD);

let serial = 0;

/** A user whose password is PASSWORD. */
export async function makeUser(
  test: TestApp,
  given: Partial<{ name: string; email: string; role: Role }> = {},
): Promise<{ id: string; email: string }> {
  serial += 1;
  const user = { name: `user ${serial}`, email: `user.${serial}@desk.example`, role: Role.EDITOR, ...given };
  const hash = await passwordHash;
  const id = await test.db.transaction((tx) => createUser(tx, NOBODY, { ...user, passwordHash: hash }));
  return { id, email: user.email };
}

const SIGN_IN = `mutation ($input: SignInInput!) { signIn(input: $input) {
  token expiresAt user { id name email role active twoFactor } errors { code path message } } }`;

export interface Answered {
  token: string | null;
  expiresAt: string | null;
  user: { id: string; email: string | null } | null;
  errors: { code: string; path: string[]; message: string }[];
  /** The code of a top-level error, where there is one. */
  refusal: string | undefined;
  retryAfter: number | undefined;
}

/** Signs in from an address, which `startApp({ TRUST_PROXY: 'loopback' })` believes. */
export async function trySignIn(
  test: TestApp,
  input: { email: string; password?: string; code?: string | null },
  address = '203.0.113.1',
): Promise<Answered> {
  const response = await test.app.inject({
    method: 'POST',
    url: '/graphql',
    headers: { 'x-forwarded-for': address },
    payload: { query: SIGN_IN, variables: { input: { password: PASSWORD, ...input } } },
  });
  const { data, errors } = response.json();
  return {
    ...(data?.signIn ?? { token: null, user: null, errors: [] }),
    refusal: errors?.[0].extensions.code,
    retryAfter: errors?.[0].extensions.retryAfter,
  };
}

/** Signs in and answers the token. */
export async function tokenOf(test: TestApp, email: string, address?: string): Promise<string> {
  const { token, errors } = await trySignIn(test, { email }, address);
  if (token === null) throw new Error(`${email} did not get in: ${JSON.stringify(errors)}`);
  return token;
}
