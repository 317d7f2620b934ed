/** Comparing two contents names every field that changed, and shows something of each. */
import type { ArticleContent } from '../../src/articles/article-content.js';
import { diffContents } from '../../src/articles/diff-content.js';
import { DateBasis, DatePrecision } from '../../src/articles/partial-date.js';

const DAY = {
  value: '2020-11-17',
  precision: DatePrecision.DAY,
  approximate: false,
  timeZone: 'Africa/Casablanca',
  basis: DateBasis.PAGE,
  raw: null,
};
const BASE: ArticleContent = {
  title: 'مكافحة الإرهاب',
  titleLanguage: 'ar',
  summary: null,
  body: '<p>قال المسؤول إن <em>المدينة</em> كبيرة.</p>',
  byline: null,
  language: 'ar',
  canonicalUrl: 'https://riwaq.example/1',
  publishedAt: new Date('2020-11-17T10:00:00Z'),
  publishedOn: DAY,
  sourceId: 's1',
  tagIds: ['t1', 't2'],
  leadImageId: null,
  imageIds: [],
  imageUrl: null,
};
const NAMES = new Map([
  ['s1', 'رواق الأطلس'],
  ['s2', 'Le Courlis'],
  ['t1', 'أمن'],
  ['t2', 'مدن'],
  ['t3', 'مجتمع'],
]);

const diff = (change: Partial<ArticleContent>, base: Partial<ArticleContent> = {}) =>
  diffContents({ ...BASE, ...base }, { ...BASE, ...base, ...change }, NAMES).map(({ field, parts }) => [
    field,
    ...parts.map(
      ({ kind, text, minor }) => `${minor ? '~' : ''}${{ SAME: '', ADDED: '+', REMOVED: '-' }[kind]}${text}`,
    ),
  ]);

it('equal contents differ in nothing', () => expect(diff({})).toEqual([]));

it.each<[string, Partial<ArticleContent>, string[]]>([
  ['a title by words', { title: 'مكافحة الارهاب اليوم' }, ['TITLE', 'مكافحة ', '~-الإرهاب', '~+الارهاب', '+ اليوم']],
  ['a summary that was none', { summary: 'ملخص' }, ['SUMMARY', '+ملخص']],
  [
    'a body by its text',
    { body: '<p>قال الوزير إن <em>المدينة</em> كبيرة.</p>' },
    ['BODY', 'قال ', '-المسؤول', '+الوزير', ' إن المدينة كبيرة.'],
  ],
  [
    'a body whose markup alone changed',
    { body: '<p>قال المسؤول إن <strong>المدينة</strong> كبيرة.</p>' },
    ['BODY', '<p>قال المسؤول إن ', '-<em>', '+<strong>', 'المدينة', '-</em>', '+</strong>', ' كبيرة.</p>'],
  ],
  ['a body taken away', { body: null }, ['BODY', '-قال المسؤول إن المدينة كبيرة.']],
  ['images of a body', { imageIds: ['i1'] }, ['BODY', '+i1']],
  ['a language', { language: 'ary' }, ['LANGUAGE', '-ar', '+ary']],
  ['an address', { canonicalUrl: null }, ['CANONICAL_URL', '-https://riwaq.example/1']],
  [
    'an instant',
    { publishedAt: new Date('2020-11-17T11:30:00Z') },
    ['PUBLISHED_AT', '-2020-11-17T10:00:00.000Z', '+2020-11-17T11:30:00.000Z'],
  ],
  [
    'a partial date',
    { publishedOn: { ...DAY, value: '2020-11', approximate: true, precision: DatePrecision.MONTH } },
    ['PUBLISHED_ON', '-2020-11-17', '+2020-11~'],
  ],
  [
    'the zone of a date',
    { publishedOn: { ...DAY, timeZone: 'Africa/Tunis' } },
    ['PUBLISHED_ON', '-2020-11-17 DAY Africa/Casablanca PAGE', '+2020-11-17 DAY Africa/Tunis PAGE'],
  ],
  ['a source by its name', { sourceId: 's2' }, ['SOURCE', '-رواق الأطلس', '+Le Courlis']],
  ['tags one by one, the kept ones too', { tagIds: ['t1', 't3', 't9'] }, ['TAGS', 'أمن', '-مدن', '+مجتمع', '+t9']],
  ['a lead image', { leadImageId: 'i1' }, ['LEAD_IMAGE', '+i1']],
])('shows %s', (_, change, parts) => expect(diff(change)).toEqual([parts]));

it('every field that changed is there, in their order', () => {
  const changed = diff({
    byline: 'س',
    title: 'آخر',
    tagIds: [],
    imageUrl: 'https://x.example/a.jpg',
    titleLanguage: 'fr',
  });
  expect(changed.map(([field]) => field)).toEqual(['TITLE', 'BYLINE', 'TITLE_LANGUAGE', 'TAGS', 'LEAD_IMAGE']);
  expect(changed.every((parts) => parts.length > 1)).toBe(true);
});
