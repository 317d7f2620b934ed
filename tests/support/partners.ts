/** Partners as tests need them: with grants and a key, and what they ask. */
import type { GrantedAccess } from '../../src/core/access.js';
import { newId } from '../../src/core/ids.js';
import { hashOfToken } from '../../src/core/token.js';
import { newApiKey, prefixOf } from '../../src/partners/api-key.js';
import type { Answer, TestApp } from './app.js';

export interface TestPartner {
  id: string;
  key: string;
  // biome-ignore lint/suspicious/noExplicitAny: answers are checked by the tests that ask
  ask<T = any>(query: string, variables?: Record<string, unknown>): Promise<Answer<T>>;
}

let serial = 0;

/** A grant of all sources in full at once, but for what the test says. */
export type TestGrant = Partial<GrantedAccess> & { until?: Date };

/** A partner with these grants and a key; without grants, she has everything. */
export async function makePartner(test: TestApp, grants: TestGrant[] = [{}]): Promise<TestPartner> {
  serial += 1;
  const id = newId('p');
  const key = newApiKey();
  await test.db.query('insert into partner (id, name, requests_per_minute) values ($1, $2, 600)', [
    id,
    `partner ${serial}`,
  ]);
  await test.db.query('insert into api_key (id, partner_id, name, prefix, hash) values ($1, $2, $3, $4, $5)', [
    ...[newId('y'), id, 'test', prefixOf(key), hashOfToken(key)],
  ]);
  await grant(test, id, grants);
  return { id, key, ask: (query, variables) => test.ask(query, variables, key) };
}

/** Replaces a partner's grants. */
export async function grant(test: TestApp, partnerId: string, grants: TestGrant[]): Promise<void> {
  await test.db.query(
    `with wanted as (
       select g."sourceId" as source_id, coalesce(g.access, 'FULL_TEXT') as access, coalesce(g."embargoMinutes", 0) as embargo_minutes, g.until
       from json_to_recordset($2) as g("sourceId" text, access text, "embargoMinutes" int, until timestamptz)),
     gone as (
       delete from partner_grant g where g.partner_id = $1
         and not exists (select from wanted w where w.source_id is not distinct from g.source_id))
     insert into partner_grant as g (partner_id, source_id, access, embargo_minutes, until) select $1, * from wanted
     on conflict on constraint partner_grant_unique do update
       set access = excluded.access, embargo_minutes = excluded.embargo_minutes, until = excluded.until
       where (g.access, g.embargo_minutes, g.until) is distinct from (excluded.access, excluded.embargo_minutes, excluded.until)`,
    [partnerId, JSON.stringify(grants)],
  );
}
