/** What XML 1.0 can hold. Feeds of all three formats are cleaned alike, so that they say the same. */

/** Control characters, halves of surrogate pairs and the two that are no characters. */
const UNSTORABLE = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/**
 * A document's values without the characters that XML cannot hold. They go before the document is written: taken out of the
 * finished text, one of them might leave a `]]>` behind.
 */
export function storable<Value>(value: Value): Value {
  if (typeof value === 'string') return value.replace(UNSTORABLE, '') as Value;
  if (Array.isArray(value)) return value.map(storable) as Value;
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, storable(part)])) as Value;
}
