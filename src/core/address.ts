/** What counts as one caller of those who are known by an address alone. */
import { isIPv4 } from 'node:net';

/** IPv4 as it is, also where it comes in the clothes of IPv6; of IPv6 its /64: one household or server has all of it. */
export function networkOf(address: string): string {
  const plain = address.replace(/%.*$/, '');
  const groups = isIPv4(plain) ? null : groupsOf(plain);
  if (groups === null) return plain;
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMapped) return embeddedIPv4(groups);
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`;
}

/** The eight groups of an IPv6 address, however it is spelled; null where it is none, or names a zone. */
export function groupsOf(address: string): number[] | null {
  if (!URL.canParse(`http://[${address}]/`)) return null;
  return expand(new URL(`http://[${address}]/`).hostname.slice(1, -1));
}

/** The IPv4 address that stands in the last two groups of an IPv6 address. */
export function embeddedIPv4(groups: readonly number[]): string {
  const [high = 0, low = 0] = groups.slice(6);
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/** The groups of an address that a URL has spelled. */
function expand(address: string): number[] {
  const [before = '', after = ''] = address.split('::');
  const [head, tail] = [before, after].map((part) => (part === '' ? [] : part.split(':'))) as [string[], string[]];
  const middle = Array<string>(8 - head.length - tail.length).fill('0');
  return [...head, ...middle, ...tail].map((group) => Number.parseInt(group, 16));
}
