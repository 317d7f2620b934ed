/** Pages stand still while they load, and fit narrow windows and large text. */
import type { Browser, Page } from 'playwright-core';
import { startChromium } from './support/chromium.js';
import { doubleText, overflowOf, shiftedOn, WATCH_SHIFTS } from './support/in-page.js';
import { kindsIn } from './support/page-kinds.js';
import { asReader, DESKTOP, PHONE, prefixOf } from './support/reader.js';
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

/** Of the sum of all shifts; Chromium calls up to 0.1 good. */
const STILL = 0.01;

const NARROW = { width: 320, height: 640 };

/** A connection on which pictures and faces come after the text, as on a telephone in the country. */
async function slowDown(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 150,
    downloadThroughput: 200_000,
    uploadThroughput: 100_000,
  });
}

describe.each(['ar', 'fr'] as const)('in %s', (language) => {
  const pages = [
    ['front page', '/', PHONE],
    ['front page', '/', DESKTOP],
    ['article', 'lead', PHONE],
    ['article', 'lead', DESKTOP],
  ] as const;

  it.each(pages)('the %s (%s) stands still while it loads slowly at %o', (_, name, size) =>
    asReader(browser, site, { language, size }, async (reader) => {
      await reader.page.addInitScript(WATCH_SHIFTS);
      await slowDown(reader.page);
      const path = name === 'lead' ? site.editions[language].lead.path : '';
      await reader.goTo(prefixOf(language) + path || '/');
      expect(await shiftedOn(reader.page)).toBeLessThan(STILL);
    }),
  );

  it.each(kindsIn(language))('a $kind fits a window of 320 pixels', ({ pathIn }) =>
    asReader(browser, site, { language, size: NARROW }, async (reader) => {
      await reader.goTo(pathIn(site));
      expect(await overflowOf(reader.page)).toEqual({ pixels: 0, by: [] });
    }),
  );

  it.each(kindsIn(language))('a $kind fits with text of twice the size, on a desk and on a telephone', ({ pathIn }) =>
    asReader(browser, site, { language }, async (reader) => {
      for (const size of [DESKTOP, PHONE]) {
        await reader.page.setViewportSize(size);
        await reader.goTo(pathIn(site));
        await doubleText(reader.page);
        expect([size, await overflowOf(reader.page)]).toEqual([size, { pixels: 0, by: [] }]);
      }
    }),
  );
});
