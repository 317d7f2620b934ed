/** Every kind of page is open to everybody, as far as programs can tell: axe in the browser, html-validate on what was sent. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { mistakesIn } from '../support/html.js';
import { kindsIn } from './support/page-kinds.js';
import { DESKTOP, PHONE } from './support/reader.js';
import { withSite } from './support/with-site.js';

const site = withSite();

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds wrong, where, and why. Frames, for which it would open a page of its own, are not there. */
async function violationsOn(page: Page, rule?: string): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode();
  const { violations } = await (rule ? axe.withRules(rule) : axe.withTags(RULES)).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary?.replaceAll('\n', ' ')}`),
  );
}

describe.each(['ar', 'fr'] as const)('in %s', (language) => {
  describe.each(kindsIn(language))('a $kind', ({ status, pathOn }) => {
    it('is valid HTML', async () => {
      const answer = await fetch(site.address + pathOn(site), {
        headers: { accept: 'text/html', 'accept-language': language },
      });
      expect(answer.status).toBe(status);
      expect(await mistakesIn(await answer.text())).toEqual([]);
    });

    it('breaks no rule of axe, by day and by night, on a desk and on a telephone', () =>
      site.asReader({ language }, async (reader) => {
        const { page } = reader;
        await reader.goTo(pathOn(site));
        for (const summary of await page.locator('main summary').all()) await summary.click();
        for (const size of [DESKTOP, PHONE]) {
          await page.setViewportSize(size);
          await page.emulateMedia({ colorScheme: 'light' });
          expect([size, await violationsOn(page)]).toEqual([size, []]);
          await page.emulateMedia({ colorScheme: 'dark' });
          expect([size, 'dark', await violationsOn(page, 'color-contrast')]).toEqual([size, 'dark', []]);
        }
      }));
  });
});
