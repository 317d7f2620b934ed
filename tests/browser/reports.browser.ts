/** Readers report a picture by the form beneath it: they are thanked, and five of them take it off the site at once. */
import type { Locator } from 'playwright-core';
import { EditionDesk } from './support/edition.js';
import { uploadPicture } from './support/picture.js';
import { type Language, PHONE, pathIn, READERS, type Reader } from './support/reader.js';
import { STORIES } from './support/stories.js';
import { withSite } from './support/with-site.js';

const site = withSite();

/** An article with a picture of its own, which the test may have hidden. */
async function publishPicture(language: Language) {
  const { names, lead } = STORIES[language];
  const imageId = await uploadPicture(site.test, site.chief, names);
  const { source } = site.editions[language];
  const desk = new EditionDesk(site.test, site.chief, language);
  const given = { leadImageId: imageId };
  const { path } = await desk.publish(lead, source.id, new Date(Date.now() - 600_000).toISOString(), given);
  return { imageId, path: pathIn(language, path) };
}

const THANKS: Record<Language, RegExp> = { ar: /شكرا/, fr: /Merci/ };
const HIDDEN: Record<Language, RegExp> = { ar: /محجوبة/, fr: /est masquée/ };

/** Opens the form, says why, sends it; answers the thanks. */
async function report({ page }: Reader, imageId: string, language: Language): Promise<Locator> {
  const form = page.locator(`form[action="/images/${imageId}/report"]`);
  await page.locator('details', { has: form }).locator('summary').click();
  await form.locator('input[value="MISLEADING"]').check();
  await form.locator('button').click();
  const thanks = page.locator('main').getByText(THANKS[language]).filter({ visible: true });
  await thanks.waitFor();
  return thanks;
}

/** Every address under which a page shows the picture. */
async function addressesOf({ page }: Reader, imageId: string): Promise<string[]> {
  const images = page.locator(`img[src*="${imageId}"]`);
  const [src, set] = [await images.getAttribute('src'), await images.getAttribute('srcset')];
  return [...new Set([src as string, ...(set ?? '').split(', ').map((one) => one.split(' ')[0] as string)])];
}

describe.each(READERS)('in $language, $script a script', ({ language, javaScript }) => {
  it('five readers are thanked for their reports, and the picture is gone, with all its files', async () => {
    const { imageId, path } = await publishPicture(language);
    const goes = (address: string, work: (reader: Reader) => Promise<void>) =>
      site.asReader({ language, javaScript, address, size: PHONE }, async (reader) => {
        await reader.goTo(path);
        await work(reader);
      });
    let files: string[] = [];
    for (const [at, address] of [
      '198.51.100.1',
      '198.51.100.2',
      '192.0.2.9',
      '2001:db8:1::1',
      '2001:db8:2::1',
    ].entries())
      await goes(address, async (reader) => {
        files = await addressesOf(reader, imageId);
        for (const file of files) expect([at, (await reader.page.request.get(file)).status()]).toEqual([at, 200]);
        await report(reader, imageId, language);
        expect(reader.path.split(/[?#]/)[0]).toBe(path); // the query says what she reported
      });
    expect(files.length).toBeGreaterThan(1);
    await goes('203.0.113.77', async ({ page }) => {
      expect(await page.locator('main article').getByText(HIDDEN[language]).isVisible()).toBe(true);
      expect(await page.locator(`[src*="${imageId}"], [srcset*="${imageId}"]`).count()).toBe(0);
      for (const file of files) expect([404, 410]).toContain((await page.request.get(file)).status());
      await page.goto(pathIn(language, '/'));
      expect(await page.locator(`img[src*="${imageId}"]`).count()).toBe(0);
    });
  });
});

it('with a script, the thanks stand where the form was, and the page stays as it is', async () => {
  const { imageId, path } = await publishPicture('fr');
  await site.asReader({ language: 'fr' }, async (reader) => {
    await reader.goTo(path);
    let loads = 0;
    reader.page.on('load', () => {
      loads += 1;
    });
    const thanks = await report(reader, imageId, 'fr');
    expect(await thanks.getAttribute('role')).toBe('status');
    expect(await reader.page.locator(`form[action*="${imageId}"]`).count()).toBe(0);
    expect([loads, reader.path]).toEqual([0, path]);
  });
});

it('one reader who reports a picture again and again does not hide it', async () => {
  const { imageId, path } = await publishPicture('ar');
  for (let time = 1; time <= 6; time += 1)
    await site.asReader({ language: 'ar', javaScript: false, address: '198.51.100.200' }, async (reader) => {
      await reader.goTo(path);
      await report(reader, imageId, 'ar');
    });
  await site.asReader({ language: 'ar' }, async ({ page }) => {
    await page.goto(path);
    expect(await page.locator(`img[src*="${imageId}"]`).isVisible()).toBe(true);
  });
});
