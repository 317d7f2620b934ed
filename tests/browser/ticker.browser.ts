/** The open page's ticker follows the desk, and its new lines are those that the server would write. */
import { call } from '../support/articles.js';
import { begun, eventually } from '../support/live.js';
import { EditionDesk } from './support/edition.js';
import { type Language, pathIn, type Reader } from './support/reader.js';
import { withSite } from './support/with-site.js';

/** Milliseconds from the editor's mutation to the reader's screen. */
const SOON = 2_000;

const site = withSite();

const NEWS: Record<Language, { title: string; body: string; summary: string }> = {
  ar: {
    title: 'عاجل: عودة جميع القوارب إلى ميناء الرأس قبل وصول العاصفة',
    summary: 'رست آخرها قبل منتصف الليل بقليل.',
    body: '<p>أعلن قائد الميناء أن القوارب الثمانية والعشرين رست كلها قبل أن تشتد الريح.</p>',
  },
  fr: {
    title: 'Toutes les barques sont rentrées au cap avant la tempête',
    summary: 'La dernière a accosté peu avant minuit.',
    body: '<p>Les vingt-huit barques ont accosté avant que le vent ne se lève, dit le chef du port.</p>',
  },
};

/** Opens the front page, and waits until it follows the ticker. */
async function watchTicker(reader: Reader, language: Language): Promise<void> {
  const before = await begun();
  await reader.goTo(pathIn(language, '/'));
  await eventually(async () => (await begun()) > before);
}

const publishNews = (language: Language, given: object = {}, sourceId = site.editions[language].source.id) =>
  new EditionDesk(site.test, site.chief, language).publish(
    { ...NEWS[language], ...given },
    sourceId,
    new Date().toISOString(),
  );

/** A line as it stands in the page; that it is new is said by its class alone. */
const lineOf = ({ page }: Reader, title: string) => page.locator('[data-ticker] > li', { hasText: title });
const formOf = (reader: Reader, title: string) =>
  lineOf(reader, title).evaluate((item: { innerHTML: string }) => item.innerHTML);

describe.each(['ar', 'fr'] as const)('in %s', (language) => {
  it('a published article comes on top within two seconds, as the server writes it', () =>
    site.asReader({ language }, async (reader) => {
      await watchTicker(reader, language);
      const lines = await reader.page.locator('[data-ticker] > li').count();
      const start = Date.now();
      const { path, title } = await publishNews(language);
      const first = reader.page.locator('[data-ticker] > li:first-child', { hasText: title });
      await first.waitFor({ timeout: SOON - (Date.now() - start) });
      expect(await reader.page.locator('[data-ticker] > li').count()).toBe(lines);
      expect(await first.locator('small bdi').textContent()).toBe(site.editions[language].source.name);
      const written = await formOf(reader, title);
      await reader.page.reload();
      expect(written).toBe(await formOf(reader, title));
      await reader.follow(lineOf(reader, title).locator('a'));
      expect([reader.path, await reader.heading()]).toEqual([pathIn(language, path), title]);
    }));

  it('two papers with the same headline have a line each', () =>
    site.asReader({ language }, async (reader) => {
      const title = language === 'ar' ? 'أسعار السمك اليوم' : 'Le prix du poisson aujourd’hui';
      await publishNews(language, { title });
      await watchTicker(reader, language);
      const { longList, source } = site.editions[language];
      await publishNews(language, { title }, longList.id);
      await eventually(async () => (await lineOf(reader, title).count()) === 2, SOON);
      const names = await lineOf(reader, title).locator('small bdi').allTextContents();
      expect(names.sort()).toEqual([longList.name, source.name].sort());
    }));

  it('a withdrawn article leaves the page that is open', () =>
    site.asReader({ language }, async (reader) => {
      const title = language === 'ar' ? 'سطر سيسحب بعد قليل' : 'Une ligne bientôt retirée';
      const { id } = await publishNews(language, { title });
      await watchTicker(reader, language);
      await lineOf(reader, title).waitFor({ timeout: SOON });
      await call(site.chief, 'withdrawArticle', { articleId: id, version: 2, publicReason: 'X' });
      await lineOf(reader, title).waitFor({ state: 'detached', timeout: SOON });
    }));

  it('without a script the ticker is as it was when the page was asked for', () =>
    site.asReader({ language, javaScript: false }, async (reader) => {
      await reader.goTo(pathIn(language, '/'));
      const before = await reader.page.locator('[data-ticker]').textContent();
      const { title } = await publishNews(language, { title: `${NEWS[language].title} (2)` });
      expect(await reader.page.locator('[data-ticker]').textContent()).toBe(before);
      await eventually(async () => {
        await reader.page.reload();
        return (await lineOf(reader, title).count()) === 1;
      }, SOON);
    }));
});

it('a page to which the reader comes back follows the ticker again', () =>
  site.asReader({ language: 'ar' }, async (reader) => {
    await watchTicker(reader, 'ar');
    const before = await begun();
    // As when a browser keeps the page as it was, and shows it again.
    await reader.page.evaluate('dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true }))');
    await reader.page.evaluate('dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }))');
    await eventually(async () => (await begun()) > before);
    const { title } = await publishNews('ar', { title: 'خبر بعد العودة إلى الصفحة' });
    await lineOf(reader, title).waitFor({ timeout: SOON });
  }));

it('a page that the browser had kept shows what came while nobody saw it', () =>
  site.asReader({ language: 'ar' }, async (reader) => {
    await watchTicker(reader, 'ar');
    await reader.goTo('/sources');
    const { title } = await publishNews('ar', { title: 'خبر نُشر والقارئ في صفحة أخرى' });
    await reader.page.goBack();
    await lineOf(reader, title).waitFor({ timeout: SOON });
  }));

it('a tab in the background holds no connection, and knows what it missed when it is seen again', () =>
  site.asReader({ language: 'ar' }, async (reader) => {
    await watchTicker(reader, 'ar');
    const ended = reader.page.waitForEvent('requestfailed', (request) => request.url().includes('/graphql/stream'));
    const turn = (state: 'hidden' | 'visible') =>
      reader.page.evaluate(`Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true });
        document.dispatchEvent(new Event('visibilitychange'))`);
    await turn('hidden');
    await ended;
    const { title } = await publishNews('ar', { title: 'خبر والصفحة في الخلف' });
    await turn('visible');
    await lineOf(reader, title).waitFor({ timeout: SOON });
  }));

it.each(['ar', 'fr'] as const)(
  'in %s, a line that was pinned and leads elsewhere looks as the server writes it',
  (language) =>
    site.asReader({ language }, async (reader) => {
      await watchTicker(reader, language);
      const title = language === 'ar' ? 'مباشر: جلسة المجلس البلدي' : 'En direct : le conseil municipal';
      const input = { ticker: 'main', title, url: `https://council.example/${language}`, position: 1 };
      const mutation =
        'mutation ($input: PinHeadlineInput!) { pinHeadline(input: $input) { errors { code message } } }';
      expect((await site.chief.ask(mutation, { input })).data.pinHeadline.errors).toEqual([]);
      await lineOf(reader, title).waitFor({ timeout: SOON });
      const written = await formOf(reader, title);
      await reader.page.reload();
      expect(written).toBe(await formOf(reader, title));
    }),
);
