/** What counts as one caller of those who are known by an address alone. */
import { isIPv4 } from 'node:net';

/** IPv4 as it is, also where it comes in the clothes of IPv6; of IPv6 its /64: one household or server has all of it. */
export function networkOf(address: string): string {
  const plain = address.replace(/%.*$/, '');
  if (isIPv4(plain) || !URL.canParse(`http://[${plain}]/`)) return plain;
  const groups = expand(new URL(`http://[${plain}]/`).hostname.slice(1, -1));
  const [high = 0, low = 0] = groups.slice(6);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMapped) return [high >> 8, high & 255, low >> 8, low & 255].join('.');
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`;
}

/** The eight groups of an address that a URL has spelled. */
function expand(address: string): number[] {
  const [before = '', after = ''] = address.split('::');
  const [head, tail] = [before, after].map((part) => (part === '' ? [] : part.split(':'))) as [string[], string[]];
  const middle = Array<string>(8 - head.length - tail.length).fill('0');
  return [...head, ...middle, ...tail].map((group) => Number.parseInt(group, 16));
}
