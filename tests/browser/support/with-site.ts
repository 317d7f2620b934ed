/** What the tests of one file have in common: the site, and readers who come to it with a browser. */
import type { Browser } from 'playwright-core';
import { startChromium } from './chromium.js';
import { type Habits, Reader } from './reader.js';
import { openSite, type Site } from './site.js';

/** A site, and a way to visit it. */
export interface VisitedSite extends Site {
  /** Has a reader do something, and closes her browser after her. */
  asReader(habits: Habits, work: (reader: Reader) => Promise<void>): Promise<void>;
}

/** Opens a site before the tests of the file that calls this, and closes it after them. What it answers is filled by then. */
export function withSite(): VisitedSite {
  let browser: Browser;
  const site: VisitedSite = Object.assign({} as Site, {
    asReader: (habits: Habits, work: (reader: Reader) => Promise<void>) => visit(browser, site, habits, work),
  });
  beforeAll(async () => {
    browser = await startChromium();
    Object.assign(site, await openSite());
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
  });
  return site;
}

async function visit(browser: Browser, site: Site, habits: Habits, work: (reader: Reader) => Promise<void>) {
  const reader = await Reader.open(browser, site, habits);
  try {
    await work(reader);
  } catch (error) {
    reader.complaints.length = 0; // the test has failed already, by something that says more
    throw error;
  } finally {
    await reader.close();
  }
}
