/** Journeys along the site's links, in both directions of script, with a script and without one. */
import type { Edition } from './support/edition.js';
import { pathIn, READERS, type Reader } from './support/reader.js';
import { withSite } from './support/with-site.js';

const site = withSite();

/** The heads of a page's list, in its order. */
const titlesOn = ({ page }: Reader) => page.locator('main article :is(h2, h3)').allTextContents();

describe.each(READERS)('a reader in $language, $script a script', ({ language, javaScript }) => {
  const reads = (work: (reader: Reader, edition: Edition) => Promise<void>) =>
    site.asReader({ language, javaScript }, (reader) => work(reader, site.editions[language]));

  it('goes from the ticker to an article, its source, a tag, a related headline, and the day before', () =>
    reads(async (reader, { lead, source, tag, related }) => {
      const { page } = reader;
      await reader.goTo('/');
      expect(await page.locator('html').getAttribute('lang')).toBe(language);
      await reader.follow(page.locator('[data-ticker] a', { hasText: lead.title }));
      expect([reader.path, await reader.heading()]).toEqual([pathIn(language, lead.path), lead.title]);
      await reader.follow(page.locator('main article header a', { hasText: source.name }));
      expect([reader.path, await reader.heading()]).toEqual([pathIn(language, source.path), source.name]);
      expect(await titlesOn(reader)).toContain(lead.title);
      await page.goBack();
      await reader.follow(page.locator('a[rel~="tag"]', { hasText: tag.name }));
      expect([reader.path, await reader.heading()]).toEqual([pathIn(language, tag.path), tag.name]);
      await page.goBack();
      await reader.follow(page.locator('[aria-labelledby="related"] a', { hasText: related.title }));
      expect([reader.path, await reader.heading()]).toEqual([pathIn(language, related.path), related.title]);
      await reader.follow(page.locator('header a[href$="/days"]'));
      const newest = (await page.locator('link[rel="canonical"]').getAttribute('href')) as string;
      const day = await reader.heading();
      await reader.follow(page.locator('main header nav a').first());
      expect(newest.endsWith(reader.path)).toBe(false);
      expect(reader.path < new URL(newest).pathname).toBe(true);
      expect(await reader.heading()).not.toBe(day);
      expect((await titlesOn(reader)).length).toBeGreaterThan(0);
    }));

  it('turns the pages of a list forth and back, and meets each article once', () =>
    reads(async (reader, { longList }) => {
      await reader.goTo(pathIn(language, longList.path));
      const first = await titlesOn(reader);
      await reader.follow(reader.page.locator('main a[rel="next"]'));
      const second = await titlesOn(reader);
      expect(new Set([...first, ...second]).size).toBe(30);
      expect(await reader.page.locator('main a[rel="next"]').count()).toBe(0);
      await reader.follow(reader.page.locator('main a[rel="prev"]'));
      expect(await titlesOn(reader)).toEqual(first);
    }));

  it('comes to the one address of a thing by old, short and misspelt ones', () =>
    reads(async (reader, { lead, tag }) => {
      for (const path of [`/a/${lead.id}`, `/a/${lead.id}/old-title`]) {
        expect((await reader.goTo(pathIn(language, path))).status()).toBe(200);
        expect(reader.path).toBe(pathIn(language, lead.path));
      }
      await reader.goTo(pathIn(language, `/tags/${tag.alias.replaceAll(' ', '-')}`));
      expect(reader.path).toBe(pathIn(language, tag.path));
    }));

  it('is told of a page that is not there, and of an article that was withdrawn, and finds the way home', () =>
    reads(async (reader, { withdrawn }) => {
      for (const [path, status] of [
        ['/nothing/here', 404],
        [withdrawn.path, 410],
      ] as const) {
        expect((await reader.goTo(pathIn(language, path))).status()).toBe(status);
        expect(await reader.heading()).not.toBe('');
        await reader.follow(reader.page.locator('main a'));
        expect(reader.path).toBe(pathIn(language, '/'));
      }
    }));

  it('changes the language of the interface, stays with the article, and keeps the language from then on', () =>
    reads(async (reader, { lead, tag }) => {
      const { page } = reader;
      const other = language === 'ar' ? 'fr' : 'ar';
      const html = page.locator('html');
      await reader.goTo(pathIn(language, lead.path));
      await reader.follow(page.locator(`header a[hreflang="${other}"]`));
      expect([reader.path, await reader.heading()]).toEqual([`/${other}${lead.path}`, lead.title]);
      expect(await html.getAttribute('dir')).toBe(other === 'ar' ? 'rtl' : 'ltr');
      expect(await page.locator('h1').getAttribute('dir')).toBe(language === 'ar' ? 'rtl' : 'ltr');
      for (const link of ['a[rel~="tag"]', 'header a[href$="/sources"]', `header a[href="/${other}"]`]) {
        await reader.follow(page.locator(link).first());
        expect([link, await html.getAttribute('lang')]).toEqual([link, other]);
      }
      await reader.goTo(`/${other}${tag.path}`);
      await reader.follow(page.locator(`header a[hreflang="${language}"]`));
      expect([reader.path, await html.getAttribute('lang')]).toEqual([`/${language}${tag.path}`, language]);
    }));
});
