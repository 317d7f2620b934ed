/**
 * Where an outgoing request may go, as far as its address alone tells: what a name leads to is looked at when it is connected
 * to. `URL` has spelled the host by then: decimal, octal and hex numbers, percent signs, wide digits and dots are plain.
 */
import { isIP } from 'node:net';
import { isPublicAddress } from './public-address.js';
import { RequestFailure } from './request-failure.js';

/** Whether an IP address may be connected to. */
export type AddressRule = (address: string) => boolean;

const LONGEST = 2_048;

/** Names that lead into the own network by their very meaning (RFC 6761, 6762, 8375, and ICANN's .internal), or have no dot. */
const LOCAL_NAME = /(^|\.)(localhost|localdomain|local|internal|home\.arpa)$|^[^.]*$/;

/** A host as DNS knows it: labels that are not empty. A dot at the end says the same as none. */
const NAME = /^([^.]{1,63}\.)*[^.]{1,63}\.?$/;

/** The address to send to. Throws what is wrong with it: BAD_ADDRESS, or REFUSED_ADDRESS where the rule does not let it pass. */
export function readTarget(text: string, mayReach: AddressRule): URL {
  const url = text.length <= LONGEST && URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new RequestFailure('BAD_ADDRESS', 'This is no http or https address.');
  if (url.username !== '' || url.password !== '')
    throw new RequestFailure('BAD_ADDRESS', 'An address must not hold a user name or password.');
  const host = bareHost(url);
  if (isIP(host) === 0 && !NAME.test(host))
    throw new RequestFailure('BAD_ADDRESS', 'Its host is none that can be asked for.');
  if (!mayPass(host, mayReach)) throw refused(host);
  return url;
}

/** What is wrong with an address that can never be sent to, in one sentence; null where only connecting to it will tell. */
export function refuseTarget(
  text: string,
  { allowPrivateAddresses }: { allowPrivateAddresses: boolean },
): string | null {
  try {
    readTarget(text, ruleFor(allowPrivateAddresses));
    return null;
  } catch (error) {
    if (error instanceof RequestFailure) return error.message;
    throw error;
  }
}

export const ruleFor = (allowPrivateAddresses: boolean): AddressRule =>
  allowPrivateAddresses ? () => true : isPublicAddress;

/** A name that is refused says nothing of where it leads: that would show the network here. */
export const refused = (host: string) =>
  new RequestFailure(
    'REFUSED_ADDRESS',
    `${host} is not on the public internet: such addresses are sent to with ALLOW_PRIVATE_ADDRESSES=on alone.`,
  );

/** The host without the brackets of IPv6. */
const bareHost = (url: URL) => url.hostname.replace(/^\[|\]$/g, '');

function mayPass(host: string, mayReach: AddressRule): boolean {
  if (isIP(host) !== 0) return mayReach(host);
  return !LOCAL_NAME.test(host.replace(/\.$/, '')) || mayReach('127.0.0.1');
}
