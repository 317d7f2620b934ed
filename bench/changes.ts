/**
 * How fast a partner takes the whole archive: `node dist/bench/changes.js --articles 1000000`. GET /partner/changes over HTTP, with
 * headline rights and with bodies, for a partner whose grant came before the articles (rows of the log) and for one whose grant
 * came after them (a turn of rights); with what the server's memory grew to. The archive is written by SQL: what is read is real.
 */
import 'reflect-metadata';
import { get } from 'node:http';
import { sequenceChanges } from '../src/changes/sequence-changes.js';
import type { AccessLevel } from '../src/core/access.js';
import type { Database, Db } from '../src/core/database.js';
import { newId } from '../src/core/ids.js';
import { hashOfToken } from '../src/core/token.js';
import { newApiKey, prefixOf } from '../src/partners/api-key.js';
import { openDatabase, readSettings, timed } from './archive.js';
import { MeasuredProcess } from './measured-process.js';
import { printTable } from './table.js';

const settings = readSettings();
const { db, url, close } = await openDatabase(settings.dataDir.replace('bench-', 'bench-changes-'));

/** The room for young objects is that of `npm start`; the heap is kept small, to see that memory does not grow with the stream. */
const FLAGS = ['--max-semi-space-size=32', '--max-old-space-size=512'];

/** Ids in the shape of ours, in order. */
const ID = (letter: string, number: string) => `'${letter}' || lpad(to_hex(${number}), 26, '0')`;

/** 2 to 3 kB of text that does not compress to nothing. */
const BODY = `'<p>' || (select string_agg('كلمة ' || md5(n.n::text || w::text), ' ') from generate_series(1, 50 + n.n % 20) w) || '</p>'`;

async function fill(db: Database, articles: number): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.query(`set local session_replication_role = replica`);
    await tx.query(
      `insert into source (id, slug, names, name_key, sort_key, languages, time_zone, access)
       select ${ID('s', 'n.n')}, 'outlet-' || n.n, '[{"text":"جريدة","language":"ar"}]', 'x', 'x', '{ar}', 'Africa/Casablanca', 'FULL_TEXT'
       from generate_series(1, 150) as n(n)`,
    );
    await tx.query(
      `insert into tag (id, slug, names, name_key, sort_key, kind)
       select ${ID('t', 'n.n')}, 'tag-' || n.n, '[{"text":"وسم","language":"ar"}]', 'x', 'x', 'TOPIC' from generate_series(1, 2000) as n(n)`,
    );
  });
  for (let from = 1; from <= articles; from += 100_000)
    await db.transaction((tx) => fillSome(tx, from, Math.min(from + 99_999, articles)));
  await db.query(`update change_head set position = $1, publications = $1`, [articles]);
  await db.query('vacuum analyze');
}

async function fillSome(tx: Db, from: number, to: number): Promise<void> {
  await tx.query(`set local session_replication_role = replica`);
  const numbers = `generate_series(${from}, ${to}) as n(n)`;
  const article = ID('a', 'n.n');
  const source = ID('s', '1 + n.n % 150');
  const tags = `array[${ID('t', '1 + n.n % 2000')}, ${ID('t', '1 + n.n * 7 % 2000')}]`;
  const at = `timestamptz '2020-01-01' + n.n * interval '1 minute'`;
  await tx.query(
    `insert into revision (article_id, number, title, summary, body, lead, language, title_language, canonical_url, published_at,
       published_on, date_precision, date_zone, date_basis, source_id, tag_ids, word_count, action)
     select ${article}, 1, 'عنوان الخبر رقم ' || n.n || ' من أخبار اليوم في المدينة', 'ملخص الخبر', ${BODY}, 'مطلع', 'ar', 'ar',
       'https://outlet.example/' || n.n, ${at}, '2020-01-01', 'INSTANT', 'Africa/Casablanca', 'FEED', ${source}, ${tags}, 300, 'IMPORT'
     from ${numbers}`,
  );
  await tx.query(
    `insert into article (id, slug, status, version, working_revision, published_revision, content_version, first_seen_at, released_at,
       public_at, modified_at, source_id, sorted_at, language, has_image, title_key, tag_ids, all_tag_ids, worked_at, desk_key)
     select ${article}, 'slug-' || n.n, 'PUBLISHED', 1, 1, 1, 1, ${at}, ${at}, ${at}, ${at}, ${source}, ${at}, 'ar', false, 'x', ${tags}, ${tags},
       ${at}, 'x' from ${numbers}`,
  );
  await tx.query(
    `insert into change (position, publication, at, kind, article_id, source_id, content_version, canonical_url, released_at, public_at)
     select n.n, n.n, ${at}, 'PUBLISHED', ${article}, ${source}, 1, 'https://outlet.example/' || n.n, ${at}, ${at} from ${numbers}`,
  );
}

/** A partner of everything; her rights begin before the first change, or now. */
async function makePartner(access: AccessLevel, fromTheBeginning: boolean): Promise<string> {
  const [id, key] = [newId('p'), newApiKey()];
  await db.query('insert into partner (id, name, requests_per_minute) values ($1, $1, 1000)', [id]);
  await db.query(`insert into api_key (id, partner_id, name, prefix, hash) values ($1, $2, 'bench', $3, $4)`, [
    ...[newId('y'), id, prefixOf(key), hashOfToken(key)],
  ]);
  await db.query('insert into partner_grant (partner_id, access, embargo_minutes) values ($1, $2, 0)', [id, access]);
  while ((await sequenceChanges(db)) > 0);
  if (fromTheBeginning) {
    await db.query('update partner_rights set position = 0 where partner_id = $1', [id]);
    await db.query(`delete from change where audience = $1`, [id]);
  }
  return key;
}

/** Takes the whole stream and throws it away. */
function take(port: number, key: string): Promise<{ lines: number; bytes: number }> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${key}` };
    get({ port, host: '127.0.0.1', path: '/partner/changes', headers }, (answer) => {
      let [lines, bytes] = [0, 0];
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines += 1;
      });
      answer.on('end', () => resolve({ lines, bytes })).on('error', reject);
    }).on('error', reject);
  });
}

const [row] = await db.query<{ n: number }>('select count(*)::int as n from article');
if (row?.n === 0) await timed(`${settings.articles} articles written`, () => fill(db, settings.articles));

const rows: (string | number)[][] = [];
for (const [what, access, early] of [
  ['headlines, rows of the log', 'HEADLINE', true],
  ['headlines, a turn of rights', 'HEADLINE', false],
  ['bodies, rows of the log', 'FULL_TEXT', true],
] as const) {
  const key = await makePartner(access, early);
  const server = await MeasuredProcess.start('app-server.js', url, FLAGS);
  const idle = await server.memory();
  let most = idle;
  const watch = setInterval(async () => {
    most = Math.max(most, await server.memory());
  }, 500);
  const { result, seconds } = await timed(what, () => take(server.port, key));
  clearInterval(watch);
  const cpu = await server.cpu();
  await server.stop();
  const mb = (bytes: number) => Math.round(bytes / 1_048_576);
  rows.push([
    what,
    result.lines,
    Math.round(result.lines / seconds),
    mb(result.bytes),
    mb(idle),
    mb(most),
    (cpu / 1000).toFixed(1),
  ]);
}
printTable(['stream', 'changes', 'changes/s', 'MB', 'idle MB', 'most MB', 'CPU s'], rows);
await close();
