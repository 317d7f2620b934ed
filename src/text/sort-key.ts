/**
 * What lists of names order by, compared byte by byte: spelling folded, the Arabic article dropped (الرباط stands under
 * ر), and numbers padded so that 9 comes before 10.
 */
import { fold } from './fold.js';

export function sortKey(name: string): string {
  return fold(name)
    .replace(/^ال(?=\p{L}{2})/u, '')
    .replace(/\d+/g, (digits) => digits.padStart(12, '0'));
}
