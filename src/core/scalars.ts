/** The scalars of the outside contract. What they refuse reads as a wrong argument, never as a server error. */
import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';

/** `shape` says in an error what would have been right; `parse` answers undefined for what is not. */
function scalar<T>(
  name: string,
  shape: string,
  description: string,
  parse: (text: string) => T | undefined,
  serialize: (value: unknown) => unknown = (value) => value,
) {
  const read = (value: unknown, node?: ValueNode): T => {
    const parsed = typeof value === 'string' ? parse(value) : undefined;
    if (parsed === undefined) throw refuse(shape, value, node);
    return parsed;
  };
  return new GraphQLScalarType({
    name,
    description,
    serialize,
    parseValue: read,
    parseLiteral: (node: ValueNode) => read(node.kind === Kind.STRING ? node.value : undefined, node),
  });
}

function refuse(shape: string, value: unknown, node: ValueNode | undefined): GraphQLError {
  const shown = JSON.stringify(value)?.slice(0, 80) ?? 'This';
  return new GraphQLError(`${shown} is not a ${shape}.`, {
    nodes: node,
    extensions: { code: 'BAD_USER_INPUT', keepCode: 'BAD_USER_INPUT' },
  });
}

const RFC_3339 =
  /^(\d{4}-\d{2}-\d{2})[Tt ]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** Whether a day of this calendar exists (2020-02-29 does, 2021-02-29 does not), in a year that arithmetic can leave. */
export function isDay(text: string): boolean {
  if (!/^[1-9]\d{3}-\d{2}-\d{2}$/.test(text) || text.startsWith('9999')) return false;
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
  'DateTime (RFC 3339 with an offset, such as 2020-11-17T10:00:00+01:00)',
  'An instant as RFC 3339 writes it, with an offset; answered in UTC.',
  (text) => parseInstant(text) ?? undefined,
  (value) => (value instanceof Date ? value.toISOString() : value),
);

export const DateScalar = scalar('Date', 'Date (YYYY-MM-DD)', 'A calendar day, YYYY-MM-DD.', (text) =>
  isDay(text) ? text : undefined,
);

export const UrlScalar = scalar(
  'URL',
  'URL (absolute, http or https)',
  'An absolute address, http or https only.',
  (text) => (isWebAddress(text) ? text : undefined),
);

/** Whether a text is an absolute http or https address of a length that addresses have. */
export function isWebAddress(text: string): boolean {
  return text.length <= 2048 && /^https?:\/\//i.test(text) && URL.canParse(text);
}

export const UriScalar = scalar('URI', 'URI (absolute, of any scheme)', 'An absolute URI of any scheme.', (text) =>
  text.length <= 2048 && URL.canParse(text) ? text : undefined,
);

export const LanguageScalar = scalar(
  'Language',
  'Language (a BCP 47 tag such as "ar")',
  'A language tag of BCP 47: "ar" (standard Arabic), "ary" (Darija), "fr", "en", "zgh".',
  (text) => canonicalLanguage(text) ?? undefined,
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
