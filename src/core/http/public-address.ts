/**
 * Which addresses are out on the internet. The lists are those of IANA's registries of special addresses (RFC 6890), and
 * of what clouds answer their own machines at. Whatever is not known to be public counts as not.
 */
import { BlockList, isIPv4 } from 'node:net';
import { embeddedIPv4, groupsOf } from '../address.js';

const SPECIAL_4: [network: string, bits: number][] = [
  ['0.0.0.0', 8], // this host
  ['10.0.0.0', 8], // private
  ['100.64.0.0', 10], // carriers' networks; Alibaba's metadata at 100.100.100.200
  ['127.0.0.0', 8], // loopback
  ['168.63.129.16', 32], // Azure's machines ask it for what is theirs
  ['169.254.0.0', 16], // link-local; metadata at 169.254.169.254
  ['172.16.0.0', 12], // private
  ['192.0.0.0', 24], // protocols; Oracle's metadata at 192.0.0.192
  ['192.0.2.0', 24], // documentation
  ['192.88.99.0', 24], // relays of 6to4
  ['192.168.0.0', 16], // private
  ['198.18.0.0', 15], // benchmarks
  ['198.51.100.0', 24], // documentation
  ['203.0.113.0', 24], // documentation
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved, and broadcast
];

/** Within 2000::/3, outside of which nothing is public but what NAT64 translates. */
const SPECIAL_6: [network: string, bits: number][] = [
  ['2001::', 23], // protocols, Teredo and benchmarks among them
  ['2001:db8::', 32], // documentation
  ['2002::', 16], // 6to4, which holds an IPv4 address
  ['3fff::', 20], // documentation
];

const special = new BlockList();
for (const [network, bits] of SPECIAL_4) special.addSubnet(network, bits, 'ipv4');
for (const [network, bits] of SPECIAL_6) special.addSubnet(network, bits, 'ipv6');

/** Whether an IP address, as a socket or DNS spells it, is one that strangers may be sent to. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !special.check(address, 'ipv4');
  const groups = groupsOf(address);
  if (groups === null) return false;
  const [first = 0, second = 0] = groups;
  // 64:ff9b::/96: how a network without IPv4 reaches the IPv4 address of the last two groups.
  if (first === 0x64 && second === 0xff9b && groups.slice(2, 6).every((group) => group === 0))
    return isPublicAddress(embeddedIPv4(groups));
  return first >> 13 === 1 && !special.check(address, 'ipv6');
}
