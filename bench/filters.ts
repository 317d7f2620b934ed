/** Every filter that a list of articles takes, with values that are common, rare or a trap; and every pair of them. */
import type { ArticleFilter } from '../src/articles/article.inputs.js';
import type { Db } from '../src/core/database.js';
import { slugify } from '../src/text/slug.js';
import { sources, tags, traps } from './cast.js';

export interface NamedFilter {
  name: string;
  filter: Partial<ArticleFilter>;
}

const slug = slugify;
const tag = (rank: number) => slug(tags[rank] as string);
const source = (rank: number) => slug(sources[rank]?.name as string);
const ranks = (...list: number[]) => list;

/** The first twenty ranks of tags are broader than others; rank 500 and on are neither broader nor narrower. */
const TAG_FILTERS: NamedFilter[] = [
  { name: 'anyTags popular', filter: { anyTags: [tag(20)] } },
  { name: 'anyTags rare', filter: { anyTags: [slug(traps.rareTag)] } },
  { name: 'anyTags old', filter: { anyTags: [slug(traps.old)] } },
  { name: 'anyTags imageless', filter: { anyTags: [slug(traps.imageless)] } },
  { name: 'anyTags trap', filter: { anyTags: [slug(traps.apart[0])] } },
  { name: 'anyTags 5', filter: { anyTags: ranks(21, 22, 500, 700, 900).map(tag) } },
  { name: 'anyTags broader', filter: { anyTags: [tag(0)] } },
  { name: 'allTags 2 popular', filter: { allTags: [tag(0), tag(1)] } },
  { name: 'allTags never meet', filter: { allTags: traps.apart.map((name) => slug(name)) } },
  { name: 'allTags trap', filter: { allTags: [slug(traps.apart[1])] } },
  { name: 'allTags popular+rare', filter: { allTags: [tag(0), tag(1_500)] } },
  { name: 'noTags popular', filter: { noTags: [tag(0)] } },
  { name: 'noTags 10 popular', filter: { noTags: ranks(0, 1, 2, 3, 4, 5, 6, 7, 8, 9).map(tag) } },
];

const OTHER_FILTERS: NamedFilter[] = [
  { name: 'sources popular', filter: { sources: [source(0)] } },
  { name: 'sources small', filter: { sources: [source(120)] } },
  { name: 'sources rare', filter: { sources: [slug(traps.rareSource)] } },
  { name: 'sources 5', filter: { sources: ranks(1, 2, 30, 60, 90).map(source) } },
  { name: 'narrower false', filter: { withNarrowerTags: false } },
  { name: 'languages ar', filter: { languages: ['ar'] } },
  { name: 'languages fr', filter: { languages: ['fr'] } },
  { name: 'languages zgh', filter: { languages: [traps.rareLanguage] } },
  { name: 'languages ar+ary', filter: { languages: ['ar', 'ary'] } },
  { name: 'from recent', filter: { publishedFrom: new Date('2025-06-01T00:00:00Z') } },
  { name: 'from old', filter: { publishedFrom: new Date('2016-01-01T00:00:00Z') } },
  { name: 'before recent', filter: { publishedBefore: new Date('2025-06-01T00:00:00Z') } },
  { name: 'before old', filter: { publishedBefore: new Date('2016-01-01T00:00:00Z') } },
  { name: 'busy day', filter: dayOf(traps.busyDay) },
  { name: 'usual day', filter: dayOf('2022-02-22') },
  { name: 'hasImage true', filter: { hasImage: true } },
  { name: 'hasImage false', filter: { hasImage: false } },
];

/** No filter, each one, and each two that can stand in one filter. */
export async function filtersToTry(db: Db): Promise<NamedFilter[]> {
  const newest = await db.query<{ id: string }>('select id from article order by sorted_at desc, id desc limit 100');
  const single = [
    ...TAG_FILTERS,
    ...OTHER_FILTERS,
    { name: 'exclude 100', filter: { exclude: newest.map((row) => row.id) } },
  ];
  return [{ name: 'nothing', filter: {} }, ...single, ...pairsOf(single)];
}

function pairsOf(single: NamedFilter[]): NamedFilter[] {
  return single.flatMap((one, at) =>
    single
      .slice(at + 1)
      .filter((other) => !Object.keys(other.filter).some((field) => field in one.filter))
      .map((other) => ({ name: `${one.name} x ${other.name}`, filter: { ...one.filter, ...other.filter } })),
  );
}

function dayOf(day: string): Partial<ArticleFilter> {
  const start = new Date(`${day}T00:00:00Z`);
  return { publishedFrom: start, publishedBefore: new Date(start.getTime() + 86_400_000) };
}
