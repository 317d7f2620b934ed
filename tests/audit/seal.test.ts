/** Sealing the audit log: whatever is done to sealed rows shows, and the database refuses to do it in the first place. */

import { recordAudit } from '../../src/audit/audit.js';
import { checkAudit } from '../../src/audit/audit-check.js';
import { MAX_ENTRIES, sealAudit } from '../../src/audit/seal.js';
import { verifyAudit } from '../../src/audit/verify-audit.js';
import { runChecks } from '../../src/core/check.js';
import { Database } from '../../src/core/database.js';
import { newId } from '../../src/core/ids.js';
import { ENTITIES } from '../../src/entities.js';
import { checkQueue } from '../../src/jobs/queue-check.js';
import { createDatabase, type TestDatabase } from '../support/databases.js';

let place: TestDatabase;
let db: Database;
beforeAll(async () => {
  place = await createDatabase();
  db = await Database.open(place.url, { pool: 8, statementTimeout: 15_000, entities: ENTITIES });
});
afterEach(() => tamper('delete from audit_entry', 'delete from audit_seal'));
afterAll(async () => {
  await db.close();
  await place.drop();
});

const BY = { userId: newId('u'), requestId: 'r' };
const write = (count: number, action = 'EDIT') =>
  db.transaction((tx) =>
    recordAudit(
      tx,
      BY,
      Array.from({ length: count }, (_, at) => ({ action, subjectId: newId('a'), summary: `نص ${at}` })),
    ),
  );

const seals = () =>
  db.query<{ number: number; entries: number }>('select number, entries from audit_seal order by number');

/** Does what no program does: with the triggers and foreign keys that guard the log out of the way. */
const tamper = (...statements: string[]) =>
  db.transaction(async (tx) => {
    await tx.query('set local session_replication_role = replica');
    for (const statement of statements) await tx.query(statement);
  });

describe('sealing', () => {
  it('takes what waits, in batches, and then nothing', async () => {
    expect(await sealAudit(db)).toBe(0);
    await write(3);
    expect(await sealAudit(db)).toBe(3);
    expect(await sealAudit(db)).toBe(0);
    await write(MAX_ENTRIES + 5);
    expect(await sealAudit(db)).toBe(MAX_ENTRIES + 5);
    expect(await seals()).toEqual([
      { number: 1, entries: 3 },
      { number: 2, entries: MAX_ENTRIES },
      { number: 3, entries: 5 },
    ]);
    expect(await verifyAudit(db)).toMatchObject({ seals: 3, entries: MAX_ENTRIES + 8, broken: null, waiting: 0 });
  });

  it('by several workers beside writers leaves every row under one seal', async () => {
    let writing = true;
    const writers = [1, 2, 3].map(async (size) => {
      for (let round = 0; round < 40; round += 1) await write(size);
    });
    const sealers = [1, 2].map(async () => {
      while (writing) await sealAudit(db);
    });
    const verifier = (async () => {
      while (writing) expect((await verifyAudit(db)).broken).toBeNull();
    })();
    await Promise.all(writers);
    writing = false;
    await Promise.all([...sealers, verifier]);
    await sealAudit(db);
    expect(await verifyAudit(db)).toMatchObject({ entries: 240, broken: null, waiting: 0 });
    expect((await seals()).map(({ number }) => number)).toEqual((await seals()).map((_, at) => at + 1));
  });

  it('finds a row of a transaction that began earlier and committed later', async () => {
    let commit = () => {};
    const written = new Promise<void>((begun) => {
      void db.transaction(async (tx) => {
        await recordAudit(tx, BY, [{ action: 'SLOW', subjectId: newId('a'), summary: '' }]);
        begun();
        await new Promise<void>((go) => {
          commit = go;
        });
      });
    });
    await written;
    await write(2);
    expect(await sealAudit(db)).toBe(2);
    commit();
    for (let tries = 0; tries < 100 && (await sealAudit(db)) === 0; tries += 1)
      await new Promise((go) => setTimeout(go, 20));
    expect(await verifyAudit(db)).toMatchObject({ seals: 2, entries: 3, broken: null, waiting: 0 });
  });
});

describe('the database', () => {
  it.each([
    'update audit_entry set summary = summary',
    "update audit_entry set action = 'X', seal = 1 where seal is null",
    'update audit_entry set seal = null where seal = 1',
    'update audit_entry set seal = 2 where seal = 1',
    'delete from audit_entry',
    'truncate audit_entry',
    'truncate audit_entry, audit_seal',
    "update audit_seal set hash = ''",
    'delete from audit_seal',
  ])('refuses: %s', async (statement) => {
    for (let round = 0; round < 2; round += 1) {
      await write(2);
      await sealAudit(db);
    }
    await write(1);
    await expect(db.query(statement)).rejects.toThrow(/append-only/);
    expect(await verifyAudit(db)).toMatchObject({ seals: 2, entries: 4, broken: null, waiting: 1 });
  });
});

const ROW = `(select min(id) from audit_entry where seal = 2)`;
const COPY = (seal: string) => `insert into audit_entry (id, action, subject_id, summary, seal)
  values ('${newId('e')}', 'X', 'a', '', ${seal})`;

describe('verifying', () => {
  beforeEach(async () => {
    for (let round = 0; round < 4; round += 1) {
      await write(3);
      await sealAudit(db);
    }
    expect(await verifyAudit(db)).toMatchObject({ seals: 4, entries: 12, broken: null });
  });

  it.each([
    ['a text changed', 2, `update audit_entry set summary = 'x' where id = ${ROW}`],
    ['an actor changed', 2, `update audit_entry set actor_id = null where id = ${ROW}`],
    ['an action changed', 2, `update audit_entry set action = 'x' where id = ${ROW}`],
    ['a subject changed', 2, `update audit_entry set subject_id = 'x' where id = ${ROW}`],
    ['a request changed', 2, `update audit_entry set request_id = null where id = ${ROW}`],
    ['a moment changed', 2, `update audit_entry set at = at - interval '1 millisecond' where id = ${ROW}`],
    ['an id changed', 2, `update audit_entry set id = '${newId('e')}' where id = ${ROW}`],
    ['a row taken away', 2, `delete from audit_entry where id = ${ROW}`],
    ['a row slipped in', 2, COPY('2')],
    ['a row moved to a later seal', 2, `update audit_entry set seal = 3 where id = ${ROW}`],
    ['a row taken out of its seal', 2, `update audit_entry set seal = null where id = ${ROW}`],
    ['a row under a seal that never was', 9, COPY('9')],
    ['a row under a seal before the first', 1, COPY('0')],
    ['all rows of a seal taken away', 3, 'delete from audit_entry where seal = 3'],
    ['a seal taken away', 2, 'delete from audit_seal where number = 2'],
    ['the first seal taken away', 1, 'delete from audit_seal where number = 1'],
    ['the last seal taken away', 4, 'delete from audit_seal where number = 4'],
    [
      'a seal and its rows taken away',
      3,
      'delete from audit_entry where seal = 3; delete from audit_seal where number = 3',
    ],
    ['a hash changed', 3, `update audit_seal set hash = decode('00', 'hex') where number = 3`],
    ['a number of entries changed', 3, 'update audit_seal set entries = 2 where number = 3'],
    [
      "two seals in each other's place",
      2,
      `update audit_entry set seal = 5 - seal where seal in (2, 3);
       update audit_seal s set hash = o.hash from audit_seal o where s.number in (2, 3) and o.number = 5 - s.number`,
    ],
    [
      'a seal made anew without those after it',
      3,
      `update audit_entry set summary = 'x' where id = ${ROW};
       update audit_seal s set hash = (select sha256(p.hash || convert_to(string_agg(
         '["' || e.id || '","' || to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '","' || e.actor_id || '","' ||
         e.action || '","' || e.subject_id || '","' || e.summary || '","' || e.request_id || '"]' || E'\\n', '' order by e.id), 'UTF8'))
         from audit_entry e, audit_seal p where e.seal = 2 and p.number = 1 group by p.hash) where number = 2`,
    ],
  ])('finds %s', async (_, number, statements) => {
    await tamper(...statements.split(';'));
    expect((await verifyAudit(db)).broken).toMatchObject({ number });
    const check = await checkAudit(db);
    expect(check).toEqual({ name: 'audit', ok: false, detail: expect.stringContaining(`seal ${number} does not fit`) });
  });

  it('says what is sound, with the last seal for whoever keeps it elsewhere', async () => {
    const [last] = await db.query<{ hash: string }>(
      `select encode(hash, 'hex') as hash from audit_seal order by number desc limit 1`,
    );
    await write(2);
    expect(await checkAudit(db)).toEqual({
      name: 'audit',
      ok: true,
      detail: `12 entries under 4 seals, the last ${last?.hash}; 2 wait for theirs`,
    });
  });

  it('asks for a worker where rows wait for long', async () => {
    await write(2);
    await tamper(`update audit_entry set at = at - interval '7 minutes' where seal is null`);
    expect(await checkAudit(db)).toEqual({
      name: 'audit',
      ok: false,
      detail: '2 entries wait for their seal, the oldest for 7 min: is a worker running?',
    });
  });
});

describe('the self-check', () => {
  it('tells of jobs that were given up, and how to run them again', async () => {
    expect(await checkQueue(db)).toEqual({ name: 'queue', ok: true, detail: 'no job was given up' });
    await db.query(`select graphile_worker.add_job('article.test', '{}', max_attempts => 3)`);
    await db.query(`select graphile_worker.add_job('article.other', '{}', max_attempts => 3)`);
    expect((await checkQueue(db)).ok).toBe(true);
    await db.query(
      `update graphile_worker._private_jobs set attempts = 3, last_error = 'no such host' where id = (select min(id) from graphile_worker._private_jobs)`,
    );
    const check = await checkQueue(db);
    expect(check).toMatchObject({ name: 'queue', ok: false });
    expect(check.detail).toContain('jobs given up: 1 of article.test (no such host)');
    await db.query(/select graphile_worker.*$/.exec(check.detail)?.[0] as string);
    expect((await checkQueue(db)).ok).toBe(true);
  });

  it('names the check that could not be made', async () => {
    const failing = async () => {
      throw new Error('no such table');
    };
    const checks = await runChecks(db, '/', { audit: failing, queue: checkQueue });
    expect(checks.at(-2)).toEqual({ name: 'audit', ok: false, detail: 'no such table' });
    expect(checks.at(-1)).toMatchObject({ name: 'queue', ok: true });
  });
});
