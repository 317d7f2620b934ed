/** E-mail addresses as they are stored: trimmed and in NFC. Two that differ in case only are one: lower() compares. */

const MAX_EMAIL = 254;

export const cleanEmail = (text: string) => text.trim().normalize('NFC');

export function isEmail(text: string): boolean {
  return text.length <= MAX_EMAIL && /^[^\s@\p{C}]+@[^\s@\p{C}]+$/u.test(text);
}
