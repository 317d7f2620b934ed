/** What is noted of articles, by whatever writes them, and the positions that the notes get. */

import { NO_CONDITION } from '../../src/changes/change-log.sql.js';
import { headOf, readChanges } from '../../src/changes/read-changes.js';
import { ANONYMOUS } from '../../src/core/access.js';
import { startApp, type TestApp } from '../support/app.js';
import { call, publish, publishable, write } from '../support/articles.js';
import { sequenceAll } from '../support/changes.js';
import { makeArticle, makeArticles, makeSource, makeTag } from '../support/content.js';
import { waiting } from '../support/databases.js';
import { type Person, signIn } from '../support/desk.js';
import { drainJobs } from '../support/jobs.js';
import { makeImage } from '../support/pictures.js';

let test: TestApp;
let chief: Person;
let source: string;

beforeAll(async () => {
  test = await startApp();
  chief = await signIn(test, 'CHIEF');
  source = await makeSource(test.db, 'جريدة الساحل');
});
afterAll(() => test.close());

/** Kinds of what stands in the feed of an article, in order; those of an audience alone with its name. */
async function told(articleId: string): Promise<string[]> {
  await sequenceAll(test);
  const rows = await test.db.query<{ kind: string; audience: string | null }>(
    'select kind, audience from change where article_id = $1 order by position',
    [articleId],
  );
  return rows.map(({ kind, audience }) => (audience === null ? kind : `${kind} ${audience}`));
}

describe('an action of the desk', () => {
  it('is one change in the order of the actions, though they are numbered together', async () => {
    const articleId = await publish(chief, publishable(source));
    await call(chief, 'editArticle', { articleId, version: 2, content: { title: 'عنوان آخر' } });
    await call(chief, 'publishArticle', { articleId, version: 3 });
    await call(chief, 'correctArticle', { articleId, version: 4, content: { title: 'عنوان صحيح' }, note: 'كان خطأ' });
    await call(chief, 'unpublishArticle', { articleId, version: 5 });
    await call(chief, 'publishArticle', { articleId, version: 6 });
    await call(chief, 'withdrawArticle', { articleId, version: 7, publicReason: 'حكم قضائي' });
    expect(await told(articleId)).toEqual([
      'PUBLISHED',
      'UPDATED',
      'CORRECTED',
      'UNPUBLISHED',
      'PUBLISHED',
      'WITHDRAWN',
    ]);
  });

  it('that readers see nothing of is none', async () => {
    const draft = await write(chief, publishable(source));
    await call(chief, 'editArticle', { articleId: draft, version: 1, content: { title: 'مسودة أخرى' } });
    await call(chief, 'submitArticle', { articleId: draft, version: 2 });
    expect(await told(draft)).toEqual([]);
    const articleId = await publish(chief, publishable(source));
    await call(chief, 'editArticle', { articleId, version: 2, content: { title: 'ما لم ينشر' } });
    await call(chief, 'addNote', { articleId, text: 'ملاحظة' });
    expect(await told(articleId)).toEqual(['PUBLISHED']);
    await call(chief, 'publishArticle', { articleId: await publish(chief, publishable(source)), version: 2 });
  });

  it('that publishes again what is shown already is none', async () => {
    const articleId = await publish(chief, publishable(source));
    await call(chief, 'publishArticle', { articleId, version: 2 });
    expect(await told(articleId)).toEqual(['PUBLISHED']);
  });

  it('that gives an article another source takes it from the one and gives it to the other', async () => {
    const other = await makeSource(test.db, 'جريدة الجبل');
    const articleId = await publish(chief, publishable(source));
    await call(chief, 'editArticle', { articleId, version: 2, content: { sourceId: other } });
    await call(chief, 'publishArticle', { articleId, version: 3 });
    expect(await told(articleId)).toEqual(['PUBLISHED', 'UNPUBLISHED', 'PUBLISHED']);
    const rows = await test.db.query(
      'select source_id as at, other_source_id as other from change where article_id = $1 order by position',
      [articleId],
    );
    expect(rows).toEqual([
      { at: source, other: null },
      { at: source, other },
      { at: other, other: source },
    ]);
  });

  it('that withdraws what was unpublished is told too', async () => {
    const articleId = await publish(chief, publishable(source));
    await call(chief, 'unpublishArticle', { articleId, version: 2 });
    await call(chief, 'withdrawArticle', { articleId, version: 3 });
    expect(await told(articleId)).toEqual(['PUBLISHED', 'UNPUBLISHED', 'WITHDRAWN']);
  });
});

describe('what changes an article without a save', () => {
  it('is an image that is hidden, shown again, or described in other words', async () => {
    const image = await makeImage(test);
    const articleId = await publish(chief, publishable(source, { leadImageId: image }));
    const without = await publish(chief, publishable(source));
    await test.db.query('update image set hidden_at = now() where id = $1', [image]);
    await test.db.query('update image set hidden_at = now() where id = $1', [image]);
    await test.db.query('update image set hidden_at = null where id = $1', [image]);
    await test.db.query(`update image set caption = 'وصف' where id = $1`, [image]);
    expect(await told(articleId)).toEqual(['PUBLISHED', 'UPDATED', 'UPDATED', 'UPDATED']);
    expect(await told(without)).toEqual(['PUBLISHED']);
  });

  it('is an image that is hidden while the article is being published', async () => {
    const image = await makeImage(test);
    const articleId = await makeArticle(test.db, {
      sourceId: source,
      leadImageId: image,
      releasedAt: new Date(Date.now() + 3_600_000),
    });
    let hiding: Promise<unknown> | undefined;
    await test.db.transaction(async (tx) => {
      await tx.query('update article set released_at = now(), public_at = now() where id = $1', [articleId]);
      hiding = test.db.query('update image set hidden_at = now() where id = $1', [image]);
      await waiting(test.db, 1);
    });
    await hiding;
    expect(await told(articleId)).toEqual(['PUBLISHED', 'UPDATED']);
  });

  it('is a tag that was merged into another', async () => {
    const [from, into] = [await makeTag(test.db, 'وسم قديم'), await makeTag(test.db, 'وسم باق')];
    const articleId = await publish(chief, publishable(source, { tagIds: [from] }));
    const { errors } = await chief.ask(
      'mutation ($input: MergeTagsInput!) { mergeTags(input: $input) { errors { message } } }',
      { input: { from: [from], into } },
    );
    expect(errors).toBeUndefined();
    await drainJobs(test);
    expect(await told(articleId)).toEqual(['PUBLISHED', 'UPDATED']);
  });
});

describe('what the clock does', () => {
  const soon = (milliseconds: number) => new Date(Date.now() + milliseconds);
  const until = (moment: Date) => new Promise((resolve) => setTimeout(resolve, moment.getTime() - Date.now() + 20));

  it('is told when it is due: the end of a schedule, and for the public alone the end of an embargo', async () => {
    const at = soon(300);
    const waiting = await makeArticle(test.db, { sourceId: source, releasedAt: at });
    const held = await makeArticle(test.db, { sourceId: source, releasedAt: soon(-59_700), embargoMinutes: 1 });
    expect(await told(waiting)).toEqual([]);
    expect(await told(held)).toEqual(['PUBLISHED']);
    await until(soon(310));
    expect(await told(waiting)).toEqual(['PUBLISHED']);
    expect(await told(held)).toEqual(['PUBLISHED', 'PUBLISHED public']);
  });

  it('is nothing where it was decided otherwise meanwhile', async () => {
    const at = soon(1_500);
    const draft = await write(chief, publishable(source));
    await call(chief, 'scheduleArticle', { articleId: draft, version: 1, at: at.toISOString() });
    await call(chief, 'unscheduleArticle', { articleId: draft, version: 2 });
    const early = await write(chief, publishable(source));
    await call(chief, 'scheduleArticle', { articleId: early, version: 1, at: at.toISOString() });
    await call(chief, 'publishArticle', { articleId: early, version: 2 });
    await until(at);
    expect(await told(draft)).toEqual([]);
    expect(await told(early)).toEqual(['PUBLISHED']);
  });

  it('is forgotten with an article that was deleted, lest it be looked at for ever', async () => {
    const at = soon(1_200);
    const articleId = await write(chief, publishable(source));
    await call(chief, 'scheduleArticle', { articleId, version: 1, at: at.toISOString() });
    await call(chief, 'unscheduleArticle', { articleId, version: 2 });
    expect(await call(chief, 'deleteArticle', { articleId, version: 3 })).toMatchObject({ errors: [] });
    await until(at);
    await sequenceAll(test);
    expect(await test.db.query('select 1 from change_due where article_id = $1', [articleId])).toEqual([]);
  });

  it('is told before what an editor does after it', async () => {
    const at = soon(100);
    const articleId = await makeArticle(test.db, { sourceId: source, releasedAt: at });
    await until(at);
    await call(chief, 'unpublishArticle', { articleId, version: 1 });
    expect(await told(articleId)).toEqual(['PUBLISHED', 'UNPUBLISHED']);
  });

  it('waits for an editor who is at the article', async () => {
    const at = soon(150);
    const articleId = await makeArticle(test.db, { sourceId: source, releasedAt: at });
    await test.db.transaction(async (tx) => {
      await tx.query(
        'update article set published_revision = null, released_at = null, public_at = null where id = $1',
        [articleId],
      );
      await until(at);
      expect(await told(articleId)).toEqual([]);
    });
    expect(await told(articleId)).toEqual([]);
  });
});

describe('positions', () => {
  const positions = async () =>
    (
      await test.db.query<{ position: number }>('select position::float8 as position from change order by position')
    ).map(({ position }) => position);

  it('are given to all that was committed, once, whoever numbers it at once; who reads along misses none', async () => {
    const before = await headOf(test.db);
    const articles = Array.from({ length: 12 }, (_, n) =>
      makeArticles(
        test.db,
        Array.from({ length: 3 }, () => ({ sourceId: source, title: `خبر ${n}` })),
      ),
    );
    const numbering = Array.from({ length: 6 }, () => sequenceAll(test));
    const seen: string[] = [];
    let done = false;
    const reading = (async () => {
      for (let after = before; ; ) {
        const last = done;
        const { changes } = await readChanges(test.db, ANONYMOUS, { after, limit: 5, condition: NO_CONDITION });
        seen.push(...changes.map(({ articleId }) => articleId));
        after = changes.at(-1) ?? after;
        if (last && changes.length === 0) return;
      }
    })();
    const written = (await Promise.all(articles)).flat();
    await Promise.all(numbering);
    await sequenceAll(test);
    done = true;
    await reading;
    expect([...seen].sort()).toEqual([...written].sort());
    expect(await test.db.query('select 1 from change_note')).toEqual([]);
    const [head] = await test.db.query<{ position: number; publications: number }>(
      'select position::float8 as position, publications::int from change_head',
    );
    expect(head?.position).toBe((await positions()).at(-1));
    const numbers = await test.db.query<{ n: number }>(
      'select publication::int as n from change where publication is not null order by position',
    );
    expect(numbers.map(({ n }) => n)).toEqual(numbers.map((_, index) => index + 1));
    expect(head?.publications).toBe(numbers.length);
  });

  it('are not given again where an archive was restored from a backup: who had read further misses nothing that comes', async () => {
    const [backup] = await test.db.query<{ position: number; publications: number }>(
      'select position::float8 as position, publications::int from change_head',
    );
    await makeArticle(test.db, { sourceId: source });
    await sequenceAll(test);
    const further = await headOf(test.db);
    await test.db.query('delete from change where position > $1', [backup?.position]);
    await test.db.query('update change_head set position = $1, publications = $2', [
      backup?.position,
      backup?.publications,
    ]);
    const articleId = await makeArticle(test.db, { sourceId: source });
    await sequenceAll(test);
    const { changes } = await readChanges(test.db, ANONYMOUS, { after: further, limit: 10, condition: NO_CONDITION });
    expect(changes.map((change) => change.articleId)).toEqual([articleId]);
  });

  it('of a transaction that took long come after what was committed before it', async () => {
    const before = (await positions()).at(-1);
    let finish = () => {};
    const long = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const [slow] = await makeArticles(test.db, [{ sourceId: source }]);
    await sequenceAll(test);
    const writing = test.db.transaction(async (tx) => {
      await tx.query('update article set content_version = content_version + 1 where id = $1', [slow]);
      await long;
    });
    const quick = await publish(chief, publishable(source));
    await sequenceAll(test);
    const between = await positions();
    finish();
    await writing;
    expect(await told(slow as string)).toEqual(['PUBLISHED', 'UPDATED']);
    const after = await test.db.query<{ article: string }>(
      'select article_id as article from change where position > $1 order by position',
      [before],
    );
    expect(after.map(({ article }) => article)).toEqual([slow, quick, slow]);
    expect((await positions()).slice(0, between.length)).toEqual(between);
  });

  it('never go back in time', async () => {
    const rows = await test.db.query<{ at: Date }>('select at from change order by position');
    const times = rows.map(({ at }) => at.getTime());
    expect(times).toEqual([...times].sort((one, other) => one - other));
  });
});
