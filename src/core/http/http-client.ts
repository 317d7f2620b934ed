/**
 * The one way out: every request that this program sends to somebody else's server goes through a client made here
 * (tests/architecture.test.ts sees to it). Addresses come from partners, editors and other people's feeds, so that none may lead
 * into the own network: hosts are looked at before each hop, what a name leads to is looked at by the very look-up that the
 * connection uses, and the other end of a connection once more before a byte is sent.
 *
 * A request may take as long as its sender allows: send none from within a transaction, which would hold its rows meanwhile.
 * Use cases take a `tx` and no client; files that hold a client begin no transaction.
 */
import type { LookupFunction } from 'node:net';
import { Agent, buildConnector, type Dispatcher } from 'undici';
import { VERSION } from '../version.js';
import { explain } from './explain.js';
import { PACKINGS, readBody } from './read-body.js';
import { type Outgoing, redirect } from './redirect.js';
import { RequestFailure } from './request-failure.js';
import { type Resolve, resolveHost } from './resolve-host.js';
import { type AddressRule, readTarget, refused, ruleFor } from './target.js';

export interface HttpRequest extends Outgoing {
  /** Milliseconds for all of it: redirects and the answer's body too. */
  timeout: number;
  /** How many redirects are followed. With 0, one is the answer. */
  redirects: number;
  /** Bytes of the answer, unpacked, past which it is TOO_LARGE. With 0, the body is not wanted and not read. */
  maxBytes: number;
}

export interface HttpAnswer {
  status: number;
  /** By their names in lower case; several of one name are joined by commas. */
  headers: Record<string, string>;
  body: Buffer;
  /** Where it came from, after redirects. */
  url: string;
}

export interface HttpClient {
  /** Answers whatever the status is; throws a RequestFailure where there is no whole answer. */
  send(request: HttpRequest): Promise<HttpAnswer>;
  /** Breaks off what is under way. */
  close(): Promise<void>;
}

export interface ClientOptions {
  allowPrivateAddresses: boolean;
  /** For tests: who resolves names, and which addresses may be reached. */
  resolve?: Resolve;
  mayReach?: AddressRule;
}

const CONNECTING = 10_000;
/** An unwanted body of at most so many bytes, that comes within so many milliseconds, leaves the connection to be used again. */
const UNWANTED = { bytes: 16_384, milliseconds: 500 };

const USER_AGENT = `Warraq/${VERSION}`;

/** No cookies are kept, and no proxy is taken from the environment. */
export function createHttpClient({
  allowPrivateAddresses,
  resolve = resolveHost,
  mayReach = ruleFor(allowPrivateAddresses),
}: ClientOptions): HttpClient {
  const agent = new Agent({ connect: guardedConnector(resolve, mayReach), pipelining: 1 });
  return {
    async send(request) {
      const signal = AbortSignal.timeout(request.timeout);
      let next: Outgoing = request;
      for (let followed = 0; ; followed += 1) {
        const answer = await exchange(agent, readTarget(next.url, mayReach), next, { ...request, signal });
        const target = request.redirects === 0 ? null : redirect(next, answer);
        if (target === null) return answer;
        if (followed === request.redirects)
          throw new RequestFailure('TOO_MANY_REDIRECTS', `The address redirects more than ${request.redirects} times.`);
        next = target;
      }
    },
    close: () => agent.destroy(),
  };
}

interface Bounds {
  timeout: number;
  maxBytes: number;
  signal: AbortSignal;
}

/** One request and its answer. */
async function exchange(
  agent: Agent,
  url: URL,
  { method, headers, body }: Outgoing,
  { timeout, maxBytes, signal }: Bounds,
): Promise<HttpAnswer> {
  try {
    const answer = await agent.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method,
      headers: { accept: '*/*', ...headers, 'accept-encoding': PACKINGS, 'user-agent': USER_AGENT },
      ...(body === undefined ? {} : { body }),
      headersTimeout: timeout,
      bodyTimeout: timeout,
      signal,
    });
    const named = joined(answer.headers);
    const packing = named['content-encoding'] ?? '';
    return {
      status: answer.statusCode,
      headers: named,
      body: maxBytes === 0 ? await drop(answer.body) : await readBody(answer.body, packing, maxBytes),
      url: url.href,
    };
  } catch (error) {
    throw explain(error, url, timeout);
  }
}

/** Whoever has answered has answered: what comes after the headers, or does not, is no failure. */
async function drop(body: Dispatcher.ResponseData['body']): Promise<Buffer> {
  const signal = AbortSignal.timeout(UNWANTED.milliseconds);
  await body.dump({ limit: UNWANTED.bytes, signal }).catch(() => undefined);
  return Buffer.alloc(0);
}

/** Connects to addresses that the rule lets pass, and to nothing else. */
function guardedConnector(resolve: Resolve, mayReach: AddressRule): buildConnector.connector {
  const connect = buildConnector({
    timeout: CONNECTING,
    lookup: guardedLookup(resolve, mayReach),
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: 1_000,
  });
  return (options, callback) =>
    connect(options, (error, socket) => {
      if (error !== null) return callback(error, null);
      const { remoteAddress } = socket;
      if (remoteAddress !== undefined && mayReach(remoteAddress)) return callback(null, socket);
      socket.destroy();
      callback(remoteAddress === undefined ? coded('ECONNRESET') : refused(options.hostname), null);
    });
}

/** A name of which one address is private is refused altogether: there is no honest reason for such an answer. */
function guardedLookup(resolve: Resolve, mayReach: AddressRule): LookupFunction {
  const look = async (host: string) => {
    const addresses = await resolve(host);
    if (addresses.length === 0) throw coded('ENODATA');
    if (!addresses.every(({ address }) => mayReach(address))) throw refused(host);
    return addresses;
  };
  return (host, options, callback) => {
    look(host).then(
      (addresses) => {
        if (options.all === true) callback(null, addresses);
        else callback(null, addresses[0]?.address ?? '', addresses[0]?.family);
      },
      (error: Error) => callback(error, ''),
    );
  };
}

const coded = (code: string) => Object.assign(new Error(code), { code });

function joined(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  );
}
