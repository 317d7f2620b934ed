// Which way a language is written, from its tag alone: text is never guessed from its first letters, so that
// "CAN 2025: المغرب 3-0" keeps the direction of the article it belongs to.

export type Direction = 'LTR' | 'RTL';

const RTL_SCRIPTS = new Set([
  'Adlm',
  'Arab',
  'Aran',
  'Hebr',
  'Mand',
  'Mend',
  'Nkoo',
  'Rohg',
  'Samr',
  'Syrc',
  'Thaa',
  'Yezi',
]);

// Tags come from requests and feeds, so the cache must not grow with what strangers send.
const CACHE_LIMIT = 500;
const scripts = new Map<string, string | null>();

/** The script a tag says or, failing that, the likely one for its language: `ary` -> `Arab`; null for unknown tags. */
export function scriptOf(language: string): string | null {
  const known = scripts.get(language);
  if (known !== undefined) return known;
  const script = likelyScript(language);
  if (scripts.size >= CACHE_LIMIT) scripts.clear();
  scripts.set(language, script);
  return script;
}

/** The direction of a language by its BCP 47 tag: `ary` is RTL, `ar-Latn` and anything unknown is LTR. */
export function directionOf(language: string): Direction {
  return RTL_SCRIPTS.has(scriptOf(language) ?? '') ? 'RTL' : 'LTR';
}

function likelyScript(language: string): string | null {
  try {
    return new Intl.Locale(language).maximize().script ?? null;
  } catch {
    return null;
  }
}
