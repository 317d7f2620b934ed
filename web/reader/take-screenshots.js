/**
 * The pictures of docs/reader.md, taken of a server that has the demo: `node web/reader/take-screenshots.js http://127.0.0.1:4000`.
 * Chromium is the one that CHROMIUM names, else Debian's. Faces are kept for the second page that is opened.
 */
import { mkdirSync } from 'node:fs';
import { chromium } from 'playwright-core';
import sharp from 'sharp';

const [origin = 'http://127.0.0.1:4000', folder = 'docs/reader'] = process.argv.slice(2);

const SIZES = { desktop: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } };
const LANGUAGES = { ar: 'ar-MA', fr: 'fr-FR' };
const SCHEMES = ['light', 'dark'];

/** Milliseconds in which pictures in sight are drawn. */
const SETTLED = 500;

/** Slugs of the demo: an article in each language, and what the other pages are of. */
const ARTICLES = {
  ar: 'قطار-الأرز-يعود-بعد-سبعين-سنة-مكناس-وآزرو-على-بعد-48-دقيقة',
  fr: 'chefchaouen-capitale-de-l-oreille',
};
const TAG = '/tags/ثقافة';
const DAY = '/days/2023-03-12';

async function pathOfArticle(slug) {
  const body = JSON.stringify({
    query: 'query ($slug: String!) { article(slug: $slug) { path } }',
    variables: { slug },
  });
  const headers = { 'content-type': 'application/json' };
  const { data } = await (await fetch(`${origin}/graphql`, { method: 'POST', headers, body })).json();
  return data.article.path;
}

/** The pages in one language, size and scheme, as pictures that are small enough for a guide. */
async function take(browser, paths, language, size, colorScheme) {
  const page = await browser.newPage({ viewport: SIZES[size], colorScheme, locale: LANGUAGES[language] });
  const open = (path) => page.goto(origin + (language === 'ar' ? path : `/${language}${path}`.replace(/\/$/, '')));
  await open('/'); // for the faces
  for (const [name, path] of Object.entries(paths)) {
    await open(path);
    await page.waitForTimeout(SETTLED);
    const file = `${folder}/${name}-${language}-${size}-${colorScheme}.webp`;
    await sharp(await page.screenshot())
      .webp({ quality: 82, smartSubsample: true })
      .toFile(file);
  }
  await page.close();
}

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
for (const language of Object.keys(LANGUAGES)) {
  const paths = { front: '/', article: await pathOfArticle(ARTICLES[language]), tag: TAG, day: DAY };
  for (const size of Object.keys(SIZES))
    for (const colorScheme of SCHEMES) await take(browser, paths, language, size, colorScheme);
}
await browser.close();
