/** No outgoing request leads into the own network, however its address is dressed: held against servers that would notice it. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { networkInterfaces } from 'node:os';
import fc from 'fast-check';
import { createHttpClient, type HttpClient, type HttpRequest } from '../../src/core/http/http-client.js';
import { isPublicAddress } from '../../src/core/http/public-address.js';
import type { RequestFailure } from '../../src/core/http/request-failure.js';
import type { Resolve } from '../../src/core/http/resolve-host.js';
import { refuseTarget } from '../../src/core/http/target.js';
import {
  closed,
  forbidden,
  LOOPBACK,
  LOOPBACK_6,
  listen,
  PRIVATE,
  startWitness,
  type Witness,
} from '../support/forbidden.js';
import { runs } from '../support/soak.js';

/** Loopback too, and another address than the witness is asked at: it stands for the internet where a test says so. */
const OUTSIDE = process.platform === 'linux' ? '127.0.0.2' : '::1';
const hasIPv6 = Object.values(networkInterfaces()).some((some) => some?.some(({ address }) => address === '::1'));

const GET = { method: 'GET', timeout: 5_000, maxBytes: 1_000, redirects: 3 } satisfies Partial<HttpRequest>;

let witness: Witness;
const clients: HttpClient[] = [];

beforeAll(async () => {
  witness = await startWitness();
});
afterEach(() => Promise.all(clients.splice(0).map((client) => client.close())));
afterAll(() => witness.close());

function client(options: Partial<Parameters<typeof createHttpClient>[0]> = {}): HttpClient {
  const made = createHttpClient({ allowPrivateAddresses: false, ...options });
  clients.push(made);
  return made;
}

/** A resolver that gives one answer after the other, and the last one again and again. */
function answers(...given: string[][]): { resolve: Resolve; asked: () => number } {
  let asked = 0;
  return {
    asked: () => asked,
    async resolve() {
      const addresses = given[Math.min(asked, given.length - 1)] ?? [];
      asked += 1;
      return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    },
  };
}

/** Why it was refused; fails where it was not. */
async function refusal(of: Promise<unknown>): Promise<string> {
  const failure = await of.then(
    (answer) => Promise.reject(new Error(`got through: ${JSON.stringify(answer)}`)),
    (error: RequestFailure) => error,
  );
  return failure.kind;
}

it('the list is in earnest: without the guard, its loopback addresses lead to the witness', async () => {
  const free = client({ allowPrivateAddresses: true });
  const hosts = [...LOOPBACK, ...(hasIPv6 ? LOOPBACK_6 : [])];
  for (const host of hosts) {
    const { body } = await free.send({ ...GET, url: `http://${host}:${witness.port}/` });
    expect(`${host} ${body}`).toBe(`${host} secret`);
  }
});

it('no address of the list is sent to, and an editor who gives one learns it at once', async () => {
  const guarded = client({ resolve: answers(['8.8.8.8']).resolve });
  const before = witness.noticed();
  const passed: string[] = [];
  for (const url of forbidden(witness.port)) {
    if (refuseTarget(url, { allowPrivateAddresses: false }) === null) passed.push(`${url} as an input`);
    const kind = await refusal(guarded.send({ ...GET, url }));
    if (!['BAD_ADDRESS', 'REFUSED_ADDRESS'].includes(kind)) passed.push(`${url} ${kind}`);
  }
  expect([passed, witness.noticed()]).toEqual([[], before]);
});

it('a name is refused for what it leads to: one private address among public ones is enough', async () => {
  const before = witness.noticed();
  const url = `http://partner.example:${witness.port}/`;
  expect(refuseTarget(url, { allowPrivateAddresses: false })).toBeNull();
  const led = PRIVATE.filter((host) => /^\[?[\d.a-f:]+\]?$/.test(host)).map(
    (host) => new URL(`http://${host}`).hostname,
  );
  for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1', ...led.map((host) => host.replace(/[[\]]/g, ''))]) {
    for (const some of [[address], ['8.8.8.8', address], [address, '2606:4700::1111']]) {
      const kind = await refusal(client({ resolve: answers(some).resolve }).send({ ...GET, url }));
      expect(`${some} ${kind}`).toBe(`${some} REFUSED_ADDRESS`);
    }
  }
  expect(witness.noticed()).toBe(before);
});

it('of what is refused, the reason shows the name and not what it leads to', async () => {
  const sent = client({ resolve: answers(['10.20.30.40']).resolve }).send({ ...GET, url: 'http://partner.example/' });
  await expect(sent).rejects.toThrow(
    'partner.example is not on the public internet: such addresses are sent to with ALLOW_PRIVATE_ADDRESSES=on alone.',
  );
});

describe('where one address of this machine stands for the internet', () => {
  const mayReach = (address: string) => address === OUTSIDE;
  let handle: (request: IncomingMessage, response: ServerResponse) => void;
  const outside = createServer((request, response) => handle(request, response));
  let port: number;
  let asked = 0;

  beforeAll(async () => {
    port = await listen(outside, OUTSIDE);
    outside.on('request', () => {
      asked += 1;
    });
  });
  afterAll(() => closed(outside));
  beforeEach(() => {
    asked = 0;
    handle = (_request, response) => response.end('hello');
  });

  it('a name that leads there is asked', async () => {
    const { body, status } = await client({ mayReach, resolve: answers([OUTSIDE]).resolve }).send({
      ...GET,
      url: `http://partner.example:${port}/`,
    });
    expect([status, String(body)]).toEqual([200, 'hello']);
  });

  it('rebinding: what a name led to when it was looked at is what is connected to, each time anew', async () => {
    const before = witness.noticed();
    const dns = answers([OUTSIDE], ['127.0.0.1']);
    const one = client({ mayReach, resolve: dns.resolve });
    handle = (_request, response) => response.setHeader('connection', 'close').end('hello');
    const url = `http://partner.example:${port}/`;
    expect(String((await one.send({ ...GET, url })).body)).toBe('hello');
    expect(dns.asked()).toBe(1); // no second look-up could have said something else
    expect(await refusal(one.send({ ...GET, url }))).toBe('REFUSED_ADDRESS');
    expect(await refusal(one.send({ ...GET, url: `http://partner.example:${witness.port}/` }))).toBe('REFUSED_ADDRESS');
    expect(witness.noticed()).toBe(before);
  });

  it('rebinding within one request: the name of a redirect is looked at again', async () => {
    const before = witness.noticed();
    handle = (_request, response) =>
      response.writeHead(302, { location: `http://partner.example:${witness.port}/`, connection: 'close' }).end();
    const one = client({ mayReach, resolve: answers([OUTSIDE], ['127.0.0.1']).resolve });
    expect(await refusal(one.send({ ...GET, url: `http://partner.example:${port}/` }))).toBe('REFUSED_ADDRESS');
    expect([asked, witness.noticed()]).toEqual([1, before]);
  });

  it.each([301, 302, 303, 307, 308])('no %i leads to an address of the list', async (status) => {
    const before = witness.noticed();
    const one = client({ mayReach, resolve: answers([OUTSIDE]).resolve });
    const targets = forbidden(witness.port).filter((url) => isHeader(url) && leadsElsewhere(url));
    for (const location of targets) {
      handle = (_request, response) => response.writeHead(status, { location }).end();
      const kind = await refusal(one.send({ ...GET, url: `http://partner.example:${port}/` }));
      expect(`${location} ${kind}`).toMatch(/ (BAD_ADDRESS|REFUSED_ADDRESS|BAD_ANSWER)$/);
    }
    expect(targets.length).toBeGreaterThan(100);
    expect([asked, witness.noticed()]).toEqual([targets.length, before]);
  });

  it('the other end of a connection is looked at too, before a byte is sent', async () => {
    // A rule that lets the look-up pass and changes its mind: as if something had resolved the name once more.
    let looks = 0;
    const once = client({ mayReach: () => ++looks <= 1, resolve: answers([OUTSIDE]).resolve });
    expect(await refusal(once.send({ ...GET, url: `http://partner.example:${port}/` }))).toBe('REFUSED_ADDRESS');
    expect(asked).toBe(0);
  });

  /** Whether node lets it stand in a header, and the client takes it for more than a path on the same server. */
  const isHeader = (text: string) => /^[\x21-\x7e]*$/.test(text);
  const leadsElsewhere = (text: string) =>
    !URL.canParse(text, `http://partner.example:${port}/`) ||
    new URL(text, `http://partner.example:${port}/`).host !== `partner.example:${port}` ||
    new URL(text, `http://partner.example:${port}/`).username !== '';
});

it('addresses of the internet are none of the list', () => {
  const some = ['1.1.1.1', '8.8.8.8', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0', '126.255.255.255'];
  const more = [
    '128.0.0.1',
    '169.253.255.255',
    '172.15.255.255',
    '172.32.0.0',
    '192.167.255.255',
    '198.17.255.255',
    '223.255.255.255',
  ];
  const six = ['2606:4700:4700::1111', '2a00:1450::1', '2001:4860:4860::8888', '2400::1', '64:ff9b::808:808'];
  for (const address of [...some, ...more, ...six])
    expect(`${address} ${isPublicAddress(address)}`).toBe(`${address} true`);
});

it('an address counts as public only as one of the internet: whatever is no address does not', () => {
  for (const text of ['', 'localhost', '127.1', '1.2.3', '::1%lo', 'fe80::1%eth0', '8.8.8.8 ', '[2400::1]', '2400::g'])
    expect(`${text} ${isPublicAddress(text)}`).toBe(`${text} false`);
});

it('no spelling of an address changes what is said of it', () => {
  fc.assert(
    fc.property(fc.nat(0xffffffff), (number) => {
      const parts = [number >>> 24, (number >>> 16) & 255, (number >>> 8) & 255, number & 255];
      const plain = parts.join('.');
      const spellings = [
        String(number),
        `0x${number.toString(16)}`,
        `0${number.toString(8)}`,
        parts.map((part) => `0${part.toString(8)}`).join('.'),
      ];
      const said = (host: string) => refuseTarget(`http://${host}/`, { allowPrivateAddresses: false }) === null;
      for (const spelling of spellings) expect(said(spelling)).toBe(isPublicAddress(plain));
      expect(said(`[64:ff9b::${plain}]`)).toBe(isPublicAddress(plain));
      expect(said(`[::ffff:${plain}]`)).toBe(false);
    }),
    { numRuns: runs(500) },
  );
});
