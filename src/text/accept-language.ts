// Which of our languages a reader would rather read, by the header that her browser sends.

const PART = /^\s*([a-z]{1,8})(?:-[\w-]{1,40})?\s*(?:;\s*q=([01](?:\.\d{0,3})?))?\s*$/i;
/** Darija is written in the letters of Arabic, and read by those who read it. */
const AS: Record<string, string> = { ary: 'ar' };

/** The language of `offered` that stands highest in an Accept-Language header; the first one where none does. */
export function preferredLanguage<L extends string>(header: string | undefined, offered: readonly [L, ...L[]]): L {
  let best = { language: offered[0], weight: 0 };
  for (const part of (header ?? '').slice(0, 500).split(',')) {
    const [, tag = '', q = '1'] = PART.exec(part) ?? [];
    const language = offered.find((one) => one === (AS[tag.toLowerCase()] ?? tag.toLowerCase()));
    if (language && Number(q) > best.weight) best = { language, weight: Number(q) };
  }
  return best.language;
}
