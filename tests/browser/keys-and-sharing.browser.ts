/** What the script adds for hands: keys along the headlines, Escape out of a report, a button that copies the address. */
import { pathIn } from './support/reader.js';
import { withSite } from './support/with-site.js';

const site = withSite();

it('arrows, Home and End go from headline to headline', () =>
  site.asReader({ language: 'ar' }, async ({ page }) => {
    await page.goto('/');
    const links = page.locator('[data-ticker] a');
    const focused = "[...document.querySelectorAll('[data-ticker] a')].indexOf(document.activeElement)";
    const last = (await links.count()) - 1;
    await links.first().focus();
    for (const [key, at] of [
      ['ArrowDown', 1],
      ['ArrowDown', 2],
      ['ArrowUp', 1],
      ['End', last],
      ['ArrowDown', last],
      ['Home', 0],
    ] as const) {
      await page.keyboard.press(key);
      expect([key, await page.evaluate(focused)]).toEqual([key, at]);
    }
  }));

it('Escape closes the form of a report, and leads back to what opened it', () =>
  site.asReader({ language: 'fr' }, async (reader) => {
    const { page } = reader;
    await reader.goTo(pathIn('fr', site.editions.fr.lead.path));
    const summary = page.locator('.report summary').first();
    await summary.focus();
    for (const key of ['Enter', 'Tab', 'Escape']) await page.keyboard.press(key);
    expect(await page.locator('.report[open]').count()).toBe(0);
    expect(await page.locator('summary:focus').count()).toBe(1);
  }));

it.each(['ar', 'fr'] as const)('in %s, a button copies the short address, and says so', (language) =>
  site.asReader({ language }, async (reader) => {
    const { page } = reader;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const { id, path } = site.editions[language].lead;
    await reader.goTo(pathIn(language, path));
    await page.locator('.share button').click();
    const status = page.getByRole('status').filter({ hasText: language === 'ar' ? 'نُسخ العنوان' : 'Adresse copiée' });
    await status.waitFor();
    expect(await page.evaluate<string>('navigator.clipboard.readText()')).toMatch(new RegExp(`/a/${id}$`));
  }),
);
