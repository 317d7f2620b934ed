/** The scalars of the outside contract. What they refuse reads as a wrong argument, never as a server error. */
import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';

function scalar<T>(name: string, description: string, parse: (text: string) => T, serialize: (value: unknown) => unknown) {
  const read = (value: unknown): T => {
    if (typeof value !== 'string') throw refuse(name, value);
    return parse(value);
  };
  return new GraphQLScalarType({
    name,
    description,
    serialize,
    parseValue: read,
    parseLiteral: (node: ValueNode) => read(node.kind === Kind.STRING ? node.value : undefined),
  });
}

function refuse(name: string, value: unknown): GraphQLError {
  const shown = JSON.stringify(value)?.slice(0, 80) ?? String(value);
  return new GraphQLError(`${shown} is not a ${name}.`, { extensions: { code: 'BAD_USER_INPUT' } });
}

const RFC_3339 = /^(\d{4}-\d{2}-\d{2})[Tt ]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** Whether a day of this calendar exists: 2020-02-29 does, 2021-02-29 does not; years 0001 to 9999. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text.startsWith('0000')) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** An exact instant with its offset, as RFC 3339 writes it; null for anything else. */
export function parseInstant(text: string): Date | null {
  const day = RFC_3339.exec(text)?.[1];
  return day !== undefined && isDay(day) ? new Date(text.replace(' ', 'T')) : null;
}

export const DateTimeScalar = scalar(
  'DateTime',
  'An instant as RFC 3339 writes it, with an offset; answered in UTC.',
  (text) => {
    const instant = parseInstant(text);
    if (!instant) throw refuse('DateTime (RFC 3339 with an offset, such as 2020-11-17T10:00:00+01:00)', text);
    return instant;
  },
  (value) => (value instanceof Date ? value.toISOString() : value),
);

export const DateScalar = scalar(
  'Date',
  'A calendar day, YYYY-MM-DD.',
  (text) => {
    if (!isDay(text)) throw refuse('Date (YYYY-MM-DD)', text);
    return text;
  },
  (value) => value,
);

export const UrlScalar = scalar(
  'URL',
  'An absolute address, http or https only.',
  (text) => {
    if (!isWebAddress(text)) throw refuse('URL (absolute, http or https)', text);
    return text;
  },
  (value) => value,
);

/** Whether a text is an absolute http or https address of a length that addresses have. */
export function isWebAddress(text: string): boolean {
  return text.length <= 2048 && /^https?:\/\//i.test(text) && URL.canParse(text);
}

export const LanguageScalar = scalar(
  'Language',
  'A language tag of BCP 47: "ar" (standard Arabic), "ary" (Darija), "fr", "en", "zgh".',
  (text) => {
    const canonical = canonicalLanguage(text);
    if (canonical === null) throw refuse('Language (a BCP 47 tag such as "ar")', text);
    return canonical;
  },
  (value) => value,
);

/** The tag as BCP 47 spells it ("AR-ma" is "ar-MA"); null where it is none. */
export function canonicalLanguage(text: string): string | null {
  if (text.length > 35) return null;
  try {
    return Intl.getCanonicalLocales(text)[0] ?? null;
  } catch {
    return null; // getCanonicalLocales throws for what is not a tag
  }
}
