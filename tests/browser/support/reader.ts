/** A reader at her browser: her language, her address, her screen; and what her browser complained about meanwhile. */
import type { Browser, BrowserContext, Locator, Page, Response } from 'playwright-core';
import { spokenIn } from './in-page.js';
import type { Site } from './site.js';

export type Language = 'ar' | 'fr';

const LOCALES: Record<Language, string> = { ar: 'ar-MA', fr: 'fr-FR' };

/** Milliseconds that a page may take to show what a test waits for. */
const PATIENCE = 10_000;

export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 900 };

/** Every way in which the site is read. */
export const READERS = (['ar', 'fr'] as const).flatMap((language) =>
  [true, false].map((javaScript) => ({ language, javaScript, script: javaScript ? 'with' : 'without' })),
);

export interface Habits {
  language: Language;
  javaScript?: boolean;
  /** The address that she comes from, as a proxy names it. */
  address?: string;
  size?: { width: number; height: number };
}

/** A path of the Arabic interface as the site writes it in a language. */
export const pathIn = (language: Language, path: string): string =>
  language === 'ar' ? path : `/${language}${path === '/' ? '' : path}`;

export class Reader {
  /** Errors in the console, broken policies, and requests to other hosts. */
  readonly complaints: string[] = [];
  private readonly visited = new Set<string>();

  private constructor(
    private readonly site: Site,
    private readonly context: BrowserContext,
    readonly page: Page,
  ) {
    page.on('request', (request) => {
      if (request.isNavigationRequest()) this.visited.add(request.url());
      const { protocol, origin } = new URL(request.url());
      if (protocol !== 'data:' && origin !== site.address) this.complaints.push(`asked ${request.url()}`);
    });
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('console', (message) => {
      // Chromium says so of a page that answers 404 or 410, as some are to do.
      const isOfPage = message.text().startsWith('Failed to load') && this.visited.has(message.location().url);
      if (message.type() === 'error' && !isOfPage) this.complaints.push(message.text());
    });
  }

  static async open(browser: Browser, site: Site, habits: Habits): Promise<Reader> {
    const { language, javaScript = true, address = '203.0.113.1', size = DESKTOP } = habits;
    const context = await browser.newContext({
      locale: LOCALES[language],
      javaScriptEnabled: javaScript,
      extraHTTPHeaders: { 'x-forwarded-for': address },
      viewport: size,
      baseURL: site.address,
    });
    context.setDefaultTimeout(PATIENCE);
    return new Reader(site, context, await context.newPage());
  }

  /** Types an address. */
  async goTo(path: string): Promise<Response> {
    return (await this.page.goto(path)) as Response;
  }

  /** Follows a link, or sends a form; answers what the new page came with. */
  async follow(control: Locator): Promise<Response> {
    const loaded = this.page.waitForEvent('load');
    const answered = this.page.waitForResponse(
      (response) => response.request().isNavigationRequest() && (response.status() < 300 || response.status() >= 400),
    );
    await control.click();
    await loaded;
    return answered;
  }

  /** Where she is, as the address would be read aloud, without the site's own. */
  get path(): string {
    return decodeURI(this.page.url()).slice(this.site.address.length);
  }

  /** The heading of the page where she is. */
  heading(): Promise<string> {
    return spokenIn(this.page.locator('h1'));
  }

  /** Closes her browser; what it complained about fails the test. */
  async close(): Promise<void> {
    await this.context.close();
    expect(this.complaints).toEqual([]);
  }
}
