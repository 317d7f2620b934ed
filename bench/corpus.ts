/**
 * Writes a corpus for `warraq import articles`: `node dist/bench/corpus.js 100000 corpus.jsonl`. Ten years of invented
 * articles of about 3 kB with what makes archives hard to list (traps of cast.ts). The same size is always the same file.
 */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { type InventedSource, sources, tags, traps } from './cast.js';
import { between, pick, type Random, seeded, zipf } from './random.js';
import { paragraphs, phrase, VOCABULARY } from './words.js';

const FIRST = Date.UTC(2015, 6, 1);
const LAST = Date.UTC(2025, 5, 30);
const FIRST_YEAR_ENDS = Date.UTC(2016, 6, 1);
const BODY_BYTES = 2_900;

/** How many articles of a corpus are each trap's; the shares of tags are of 100. */
const RARE = { source: 5, tag: 3, language: 20, busyDay: 500 };
const SHARE = { apart: 8, imageless: 4 };

/** Lines of a corpus of this many articles. */
export function* corpusLines(size: number): Generator<string> {
  const random = seeded(size);
  for (let number = 0; number < size; number++) yield JSON.stringify(article(random, number, size));
}

/** Writes them to a file. */
export async function writeCorpus(size: number, path: string): Promise<void> {
  const file = createWriteStream(path, { highWaterMark: 1 << 20 });
  for (const line of corpusLines(size)) if (!file.write(`${line}\n`)) await once(file, 'drain');
  file.end();
  await once(file, 'finish');
}

function article(random: Random, number: number, size: number) {
  const source = sourceOf(random, number, size);
  const language = isOneOf(RARE.language, number, size, 2) ? traps.rareLanguage : source.language;
  const vocabulary = language === 'fr' ? VOCABULARY.latin : VOCABULARY.arabic;
  const text = paragraphs(random, vocabulary, BODY_BYTES);
  const moment = FIRST + Math.floor((random() * (LAST - FIRST)) / 1000) * 1000;
  return {
    source: source.name,
    guid: `bench-${size}-${number}`,
    url: `https://outlet${sources.indexOf(source) + 1}.example/${number}`,
    title: phrase(random, vocabulary, between(random, 7, 13)),
    summary: phrase(random, vocabulary, between(random, 15, 30)),
    body: source.html ? text.map((one) => `<p>${one}</p>`).join('\n') : text.join('\n\n'),
    bodyFormat: source.html ? 'html' : 'text',
    language,
    byline: random() < 0.8 ? phrase(random, vocabulary, 2) : null,
    publishedAt: dateOf(moment, number, size),
    tags: tagsOf(random, number, size, moment),
  };
}

function sourceOf(random: Random, number: number, size: number): InventedSource {
  if (isOneOf(RARE.source, number, size, 1)) return { name: traps.rareSource, language: 'ar', html: true };
  return sources[zipf(random, sources.length)] as InventedSource;
}

function dateOf(moment: number, number: number, size: number): string {
  if (isOneOf(Math.min(RARE.busyDay, size / 10), number, size, 3)) return traps.busyDay;
  return new Date(moment).toISOString();
}

function tagsOf(random: Random, number: number, size: number, moment: number): string[] {
  const own = new Set<string>();
  const share = between(random, 0, 99);
  if (share < SHARE.apart) own.add(traps.apart[0]);
  else if (share < 2 * SHARE.apart) own.add(traps.apart[1]);
  else if (share < 2 * SHARE.apart + SHARE.imageless) own.add(traps.imageless);
  if (moment < FIRST_YEAR_ENDS && random() < 0.5) own.add(traps.old);
  if (isOneOf(RARE.tag, number, size, 4)) own.add(traps.rareTag);
  const wanted = pick(random, [3, 4, 5]);
  while (own.size < wanted) own.add(tags[zipf(random, tags.length)] as string);
  return [...own];
}

/** Whether this is one of `few` articles that are spread evenly over the corpus; `offset` keeps the few apart. */
function isOneOf(few: number, number: number, size: number, offset: number): boolean {
  const step = Math.max(8, Math.floor(size / few));
  return number % step === offset && number < step * few;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [size, path] = process.argv.slice(2);
  if (!Number(size) || !path) throw new Error('Usage: node dist/bench/corpus.js <articles> <file>');
  await writeCorpus(Number(size), path);
}
