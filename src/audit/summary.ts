/** What changed, in one line, for the audit log. */

const LONGEST = 200;

/** `name: "a" → "b"; kind: "TOPIC" → "PERSON"`, of the fields that differ. */
export function summarize<Fields extends object>(before: Partial<Fields>, after: Fields): string {
  return (Object.keys(after) as (keyof Fields & string)[])
    .map((name) => ({ name, old: shown(before[name]), now: shown(after[name]) }))
    .filter(({ old, now }) => old !== now)
    .map(({ name, old, now }) => `${name}: ${old} → ${now}`)
    .join('; ');
}

function shown(value: unknown): string {
  const text = value === undefined ? 'null' : JSON.stringify(value);
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}
