/** What addresses a name has. */
import { promises as dns, type LookupAddress } from 'node:dns';

/** Looks a name up; throws errors with the codes of `node:dns`. */
export type Resolve = (host: string) => Promise<LookupAddress[]>;

const TIMEOUT = 2_500;
const TRIES = 2;

/**
 * Asks DNS itself: the system's own look-up takes one of few threads for as long as a name server keeps silent, so that a few
 * such names would hold up all others. The system is asked for what DNS does not know: the hosts file, short names.
 */
export const resolveHost: Resolve = async (host) => {
  const resolver = new dns.Resolver({ timeout: TIMEOUT, tries: TRIES });
  const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
  const found = answers.flatMap((answer, at) =>
    answer.status === 'fulfilled' ? answer.value.map((address) => ({ address, family: at === 0 ? 4 : 6 })) : [],
  );
  if (found.length > 0) return found;
  const silent = answers.find((answer) => answer.status === 'rejected' && answer.reason.code === 'ETIMEOUT');
  if (silent?.status === 'rejected') throw silent.reason;
  return dns.lookup(host, { all: true });
};
