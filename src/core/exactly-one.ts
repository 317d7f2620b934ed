/** Look-ups that take one of several keys. */
import { badUserInput } from './errors.js';

/** The one key that was given, with its name; BAD_USER_INPUT where none or several were. */
export function exactlyOne<Name extends string>(
  keys: Record<Name, string | null | undefined>,
): { name: Name; value: string } {
  const names = Object.keys(keys) as Name[];
  const given = names.flatMap((name) => (keys[name] == null ? [] : [{ name, value: keys[name] as string }]));
  const [only] = given;
  if (only === undefined || given.length > 1) {
    throw badUserInput(given[1]?.name ?? names[0] ?? '', `give exactly one of ${names.join(', ')}`);
  }
  return only;
}
