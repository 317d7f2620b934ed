/** The site by keyboard alone: everything is reached, in the order in which it is read, and one sees where one is. */
import type { Browser } from 'playwright-core';
import { startChromium } from './support/chromium.js';
import { focusOn, markControls } from './support/in-page.js';
import { kindsIn } from './support/page-kinds.js';
import { asReader, prefixOf, READERS, type Reader } from './support/reader.js';
import { openSite, type Site } from './support/site.js';

let browser: Browser;
let site: Site;
beforeAll(async () => {
  [browser, site] = [await startChromium(), await openSite()];
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

/** Controls that the keyboard misses, reaches at another place, or does not show that it reached. */
async function lostOn({ page }: Reader): Promise<string[]> {
  const controls = await markControls(page);
  const lost: string[] = [];
  for (const [at, control] of controls.entries()) {
    await page.keyboard.press('Tab');
    const focus = await focusOn(page);
    if (focus.at !== at) return [...lost, `${control} was to be reached, and ${focus.html} was`];
    if (!focus.isSeen) lost.push(`${control} is not seen to be reached`);
  }
  return lost;
}

describe.each(READERS)('in $language, $script a script', ({ language, javaScript }) => {
  const prefix = prefixOf(language);

  it.each(kindsIn(language))('every control of a $kind is reached and seen to be', ({ pathIn }) =>
    asReader(browser, site, { language, javaScript }, async (reader) => {
      await reader.goTo(pathIn(site));
      expect(await lostOn(reader)).toEqual([]);
    }),
  );

  it('the first key leads past the masthead', () =>
    asReader(browser, site, { language, javaScript }, async ({ page }) => {
      await page.goto(prefix || '/');
      await page.keyboard.press('Tab');
      expect(await page.locator('a:focus').getAttribute('href')).toBe('#content');
      expect((await page.locator('a:focus').boundingBox())?.y).toBeGreaterThanOrEqual(0);
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      expect(await page.locator('main :focus').count()).toBe(1);
    }));

  it('a picture is reported without a mouse', () =>
    asReader(browser, site, { language, javaScript, address: '198.51.100.30' }, async (reader) => {
      const { page } = reader;
      await reader.goTo(prefix + site.editions[language].lead.path);
      await page.locator('main summary').first().focus();
      for (const key of ['Enter', 'Tab', 'Space', 'Tab']) await page.keyboard.press(key);
      expect(await page.locator('input:checked').count()).toBe(1);
      expect(await page.locator('button:focus').count()).toBe(1);
      await page.keyboard.press('Enter');
      await page
        .locator('main')
        .getByText(/شكرا|Merci/)
        .filter({ visible: true })
        .waitFor();
    }));
});
