/** The pictures of docs/reader.md, of the demo: `node dist/bench/screenshots.js`, or with another folder after it. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { startChromium } from '../tests/browser/support/chromium.js';
import { pathIn } from '../tests/browser/support/reader.js';
import { askDemo, withDemo } from './demo-server.js';

const SIZES = { desktop: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } };
const LOCALES = { ar: 'ar-MA', fr: 'fr-FR' };
const SCHEMES = ['light', 'dark'] as const;

/** In what a page is seen. */
interface Look {
  language: keyof typeof LOCALES;
  size: keyof typeof SIZES;
  scheme: (typeof SCHEMES)[number];
}

const LOOKS = (['ar', 'fr'] as const).flatMap((language) =>
  (['desktop', 'phone'] as const).flatMap((size) => SCHEMES.map((scheme): Look => ({ language, size, scheme }))),
);

/** Milliseconds in which pictures in sight are drawn. */
const SETTLED = 500;

/** Slugs of the demo: an article in each language, and what the other pages are of. */
const ARTICLES = {
  ar: 'قطار-الأرز-يعود-بعد-سبعين-سنة-مكناس-وآزرو-على-بعد-48-دقيقة',
  fr: 'chefchaouen-capitale-de-l-oreille',
};
const TAG = '/tags/ثقافة';
const DAY = '/days/2023-03-12';

async function pathOfArticle(address: string, slug: string): Promise<string> {
  const query = 'query ($slug: String!) { article(slug: $slug) { path } }';
  return (await askDemo<{ article: { path: string } }>(address, query, { slug })).article.path;
}

/** The pages in one look, as pictures that are small enough for a guide. */
async function take(browser: Browser, address: string, folder: string, { language, size, scheme }: Look) {
  const page = await browser.newPage({ viewport: SIZES[size], colorScheme: scheme, locale: LOCALES[language] });
  const open = (path: string) => page.goto(address + pathIn(language, path));
  await open('/'); // for the faces, which are kept for the second page
  const article = await pathOfArticle(address, ARTICLES[language]);
  for (const [name, path] of Object.entries({ front: '/', article, tag: TAG, day: DAY })) {
    await open(path);
    await page.waitForTimeout(SETTLED);
    const picture = sharp(await page.screenshot()).webp({ quality: 82, smartSubsample: true });
    await picture.toFile(join(folder, `${name}-${language}-${size}-${scheme}.webp`));
  }
  await page.close();
}

const [folder = 'docs/reader'] = process.argv.slice(2);
await mkdir(folder, { recursive: true });
await withDemo(async (address) => {
  const browser = await startChromium();
  for (const look of LOOKS) await take(browser, address, folder, look);
  await browser.close();
});
process.exit();
