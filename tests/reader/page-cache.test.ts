/** Pages are kept as long as nothing changes that readers see, and never longer; what is kept costs no statement. */
import type { Channel, Listener, Topic } from '../../src/core/channel.js';
import { PageCache } from '../../src/reader/page-cache.js';
import { startApp, type TestApp } from '../support/app.js';
import { call, publish, publishable } from '../support/articles.js';
import { makeSource, makeTag } from '../support/content.js';
import { type Person, signIn } from '../support/desk.js';
import { makeImage } from '../support/pictures.js';

/** A channel that tells when it is told to. */
function fakeChannel() {
  const listeners = new Map<Topic, Listener>();
  const channel = { isListening: true, on: (topic: Topic, listener: Listener) => listeners.set(topic, listener) };
  return { channel, tell: (topic: Topic) => listeners.get(topic)?.('') };
}

const page = (text: string) => ({ bytes: Buffer.from(text) });

describe('the cache', () => {
  it('has a page made once for all who ask at once, and again when something changed', async () => {
    const { channel, tell } = fakeChannel();
    const cache = new PageCache(channel as unknown as Channel);
    let made = 0;
    const make = async () => page(String(++made));
    const ask = async () => String((await cache.get('/', make)).bytes);
    expect(await Promise.all([ask(), ask(), ask()])).toEqual(['1', '1', '1']);
    expect(await ask()).toBe('1');
    for (const [at, topic] of (['noted', 'changes', 'ticker', 'shown'] as const).entries()) {
      tell(topic);
      expect(await ask()).toBe(String(at + 2));
    }
  });

  it('keeps nothing that was being made while something changed', async () => {
    const { channel, tell } = fakeChannel();
    const cache = new PageCache(channel as unknown as Channel);
    const old = cache.get('/', async () => {
      await new Promise(setImmediate);
      tell('noted');
      return page('old');
    });
    expect(String((await old).bytes)).toBe('old');
    expect(String((await cache.get('/', async () => page('new'))).bytes)).toBe('new');
  });

  it('keeps nothing that failed, and nothing while nobody would tell it of changes', async () => {
    const { channel } = fakeChannel();
    const cache = new PageCache(channel as unknown as Channel);
    await expect(cache.get('/', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(String((await cache.get('/', async () => page('1'))).bytes)).toBe('1');
    channel.isListening = false;
    expect(String((await cache.get('/', async () => page('2'))).bytes)).toBe('2');
  });
});

describe('a page', () => {
  let test: TestApp;
  let chief: Person;
  let source: string;
  let tag: string;

  beforeAll(async () => {
    test = await startApp();
    chief = await signIn(test, 'CHIEF');
    source = await makeSource(test.db, 'جريدة الساحل');
    tag = await makeTag(test.db, 'الموانئ');
  });
  afterAll(() => test.close());

  const open = async (path: string) =>
    (await test.app.inject({ url: encodeURI(path), headers: { accept: 'text/html' } })).body;

  /** Tells come a moment after what they tell of; not for ever, so that what never comes shows in the test. */
  async function soon(so: () => Promise<boolean>): Promise<void> {
    for (let tries = 0; tries < 100; tries += 1) {
      if (await so()) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error('It never was so.');
  }

  const showsSoon = (path: string, text: string) => soon(async () => (await open(path)).includes(text));

  it('costs no statement where nothing changed', async () => {
    await soon(async () => (await test.statements(() => open('/sources'))) === 0);
    expect(await test.statements(() => open('/sources'))).toBe(0);
  });

  it('is made anew when an article, a picture, an outlet, a tag or the ticker changes', async () => {
    const image = await makeImage(test, { alt: 'ميناء' });
    const id = await publish(chief, publishable(source, { title: 'خبر أول', tagIds: [tag], leadImageId: image }));
    await showsSoon('/', 'خبر أول');
    const { data } = await test.ask('query ($id: ID!) { article(id: $id) { path } }', { id });
    const path = data.article.path;
    await showsSoon(path, '/media/');
    await test.db.query('update image set hidden_at = now() where id = $1', [image]);
    await showsSoon(path, 'هذه الصورة محجوبة');
    await test.db.query(`update tag set names = replace(names::text, 'الموانئ', 'المراسي')::jsonb where id = $1`, [
      tag,
    ]);
    await showsSoon(path, 'المراسي');
    await test.db.query(`update source set names = replace(names::text, 'الساحل', 'البحر')::jsonb where id = $1`, [
      source,
    ]);
    await showsSoon(path, 'جريدة البحر');
    await call(chief, 'withdrawArticle', { articleId: id, version: 2, publicReason: 'حكم' });
    await showsSoon(path, 'سُحب هذا المقال');
    await showsSoon('/', 'لا شيء هنا بعد');
  });
});
