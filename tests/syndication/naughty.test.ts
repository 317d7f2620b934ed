/** Whatever stands in an article, its feeds stay well-formed and say the same. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parseAtomFeed, parseRssFeed } from 'feedsmith';
import { bodyFromText } from '../../src/articles/body.js';
import { sanitizeBody } from '../../src/articles/sanitize.js';
import { atomDocument } from '../../src/syndication/atom-document.js';
import { type FeedEntry, tidy } from '../../src/syndication/feed-entry.js';
import { feedHtml } from '../../src/syndication/feed-html.js';
import type { FeedPage } from '../../src/syndication/feed-page.js';
import { LATEST } from '../../src/syndication/feed-subject.js';
import { jsonFeedDocument } from '../../src/syndication/json-feed-document.js';
import { newsArticle, scriptText } from '../../src/syndication/json-ld.js';
import { rssDocument } from '../../src/syndication/rss-document.js';
import { isolated } from '../../src/text/isolate.js';
import { cleanText } from '../../src/text/normalise.js';
import { problemsOfAtom, problemsOfJsonFeed, problemsOfRss } from '../support/feed-rules.js';
import { runs } from '../support/soak.js';
import { faultsOf } from '../support/xml.js';

const ORIGIN = 'https://warraq.example';
const WHEN = new Date('2024-05-01T10:20:30Z');

function pageOf(text: string): FeedPage {
  const entry = tidy({
    id: 'urn:warraq:a01',
    url: `${ORIGIN}/a/a01`,
    originalUrl: null,
    title: isolated(cleanText(text), 'ar'),
    titleLanguage: 'ar',
    language: 'ar',
    summary: text,
    opening: null,
    html: feedHtml(sanitizeBody(text) + bodyFromText(text), { language: 'ar', credit: text, pictures: new Map() }),
    byline: cleanText(text),
    source: { name: text, feedPath: '/feeds/sources/x' },
    credit: cleanText(text) || null,
    tags: [cleanText(text)],
    picture: {
      ...{ url: `${ORIGIN}/media/i01/320.jpg`, mediaType: 'image/jpeg', width: 1, height: 1 },
      ...{ alt: text, caption: text, credit: text },
    },
    published: null,
    updated: WHEN,
  });
  const links = { self: `${ORIGIN}/feeds/latest`, hub: null, current: null, previous: null, next: null };
  return { origin: ORIGIN, subject: { ...LATEST, credit: text }, links, entries: [entry], updated: WHEN, logo: null };
}

/** What readers get of a text: without what XML cannot hold, and without blanks around it. */
const held = (text: string) => text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '').trim();

function check(text: string): void {
  const page = pageOf(text);
  const [rss, atom, json] = [rssDocument(page), atomDocument(page), JSON.parse(jsonFeedDocument(page))];
  expect(problemsOfRss(rss, page.links.self)).toEqual([]);
  expect(problemsOfAtom(atom, page.links.self)).toEqual([]);
  expect(problemsOfJsonFeed(json, page.links.self)).toEqual([]);
  const [entry] = page.entries as [FeedEntry];
  for (const bytes of [rss, atom]) expect(Buffer.from(bytes).toString()).toBe(bytes);
  expect(json.items[0].title).toBe(held(entry.title));
  if (!/<!--|\r/.test(text)) {
    expect(parseRssFeed(rss).items?.[0]?.content?.encoded).toBe(held(entry.html as string));
    expect(parseAtomFeed(atom).entries?.[0]?.content?.value).toBe(held(entry.html as string));
  }
}

/** Strings that break programs, of our own making. */
const NAUGHTY = [
  ']]>',
  'a ]]> b ]]&gt; c <![CDATA[ d',
  ']]\u0000>',
  ']]\u000b>',
  ']]]]>>',
  'نص >\n      <![CDATA[ آخر',
  '\ufffe\uffff\u0085\u000b\u000c',
  '\ud83d',
  '\ude00 \ud83d\ude00',
  '👩‍👩‍👧‍👦 🇲🇦 ٣٫٥٪',
  '&amp;amp; &lt;b&gt; &#0; &#x1F; &nbsp; &bogus; & &;',
  '<script>alert(1)</script><style>*{}</style><svg onload=alert(1)>',
  '<!-- - -- --> <!DOCTYPE x [<!ENTITY y "z">]> <?php ?>',
  '\'"`$\\{}%s%d%n $' + '{x} {{x}}',
  '\u202eقلب\u202c \u200f\u200e\u2067x\u2069 \u061c',
  'الله ﷽ لآ ـــ مُحَمَّدٌ',
  'שלום עולם ⴰⵣⵓⵍ ߒߞߏ',
  'e\u0301\u0338<\u0338p>\u0338',
  '   \t\n ',
  'x'.repeat(5_000),
  '</item></channel></rss><at:deleted-entry/>',
  '</script><!--',
  '%D8%A7 %00 %',
];

it.each(NAUGHTY.map((text) => [JSON.stringify(text).slice(0, 60), text]))('holds %s', (_name, text) => check(text));

it('is well-formed in the eyes of libxml2 with all of them at once', async () => {
  const page = pageOf(NAUGHTY.join(' '));
  expect(await faultsOf([rssDocument(page), atomDocument(page)])).toEqual([]);
});

it('holds what is made of such strings by chance', () => {
  const piece = fc.oneof(fc.constantFrom(...NAUGHTY), fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 4 }), (pieces) => check(pieces.join(''))),
    { numRuns: runs(60) },
  );
});

it('holds the strings of NAUGHTY_STRINGS, where that names a file of them', () => {
  const path = process.env.NAUGHTY_STRINGS;
  for (const text of path === undefined ? NAUGHTY : JSON.parse(readFileSync(path, 'utf8'))) check(text);
});

it('ends no script by its JSON-LD', () => {
  const article = (title: string) => ({ id: 'a01', slug: 'a01', title, summary: title, byline: title, language: 'ar' });
  const rest = {
    source: null,
    canonicalUrl: null,
    access: 'FULL_TEXT',
    wordCount: 1,
    modifiedAt: WHEN,
    publishedAt: WHEN,
  };
  const parts = { section: null, tags: [], lead: null, logo: null, corrections: [] };
  for (const text of NAUGHTY) {
    const written = scriptText(newsArticle(ORIGIN, { ...article(text), ...rest } as never, parts));
    expect(written).not.toContain('<');
    expect(JSON.parse(written).headline).toBe(text);
  }
});
