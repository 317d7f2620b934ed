/** Pages stand still while they load, and fit narrow windows and large text. */
import type { Page } from 'playwright-core';
import { doubleText, overflowOf, shiftedOn, WATCH_SHIFTS } from './support/in-page.js';
import { kindsIn } from './support/page-kinds.js';
import { DESKTOP, PHONE } from './support/reader.js';
import { withSite } from './support/with-site.js';

const site = withSite();

/** Of the sum of all shifts; Chromium calls up to 0.1 good. */
const STILL = 0.01;

/** Kinds of pages on which most comes after the text. */
const WITH_PICTURES = ['front page', 'article with a picture'];

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
  const pages = kindsIn(language)
    .filter(({ kind }) => WITH_PICTURES.includes(kind))
    .flatMap((page) => [PHONE, DESKTOP].map((size) => ({ ...page, size })));

  it.each(pages)('a $kind stands still while it loads slowly in a window of $size.width pixels', ({ pathOn, size }) =>
    site.asReader({ language, size }, async (reader) => {
      await reader.page.addInitScript(WATCH_SHIFTS);
      await slowDown(reader.page);
      await reader.goTo(pathOn(site));
      expect(await shiftedOn(reader.page)).toBeLessThan(STILL);
    }),
  );

  it.each(kindsIn(language))('a $kind fits a window of 320 pixels', ({ pathOn }) =>
    site.asReader({ language, size: NARROW }, async (reader) => {
      await reader.goTo(pathOn(site));
      expect(await overflowOf(reader.page)).toEqual({ pixels: 0, by: [] });
    }),
  );

  it.each(kindsIn(language))('a $kind fits with text of twice the size, on a desk and on a telephone', ({ pathOn }) =>
    site.asReader({ language }, async (reader) => {
      for (const size of [DESKTOP, PHONE]) {
        await reader.page.setViewportSize(size);
        await reader.goTo(pathOn(site));
        await doubleText(reader.page);
        expect([size, await overflowOf(reader.page)]).toEqual([size, { pixels: 0, by: [] }]);
      }
    }),
  );
});
