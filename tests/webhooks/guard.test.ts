/** No webhook leads into the own network: not by its address, not by what its name leads to, not by a redirect. */
import { createServer, type ServerResponse } from 'node:http';
import { createHttpClient } from '../../src/core/http/http-client.js';
import type { Resolve } from '../../src/core/http/resolve-host.js';
import { startApp, type TestApp } from '../support/app.js';
import { type Person, signIn } from '../support/desk.js';
import { closed, forbidden, listen, PRIVATE, startWitness, type Witness } from '../support/forbidden.js';
import { makePartner } from '../support/partners.js';
import { deliverAll, makeSender, makeWebhook } from '../support/webhooks.js';

let test: TestApp;
let admin: Person;
let partnerId: string;
let witness: Witness;

beforeAll(async () => {
  test = await startApp();
  admin = await signIn(test, 'ADMIN');
  partnerId = (await makePartner(test)).id;
  witness = await startWitness();
});
afterEach(() => test.db.query('delete from webhook'));
afterAll(async () => {
  await witness.close();
  await test.close();
});

/** Sends a message to each of these addresses as they stand in the table, whoever wrote them there; answers what the log says of each. */
async function send(
  urls: string[],
  options: { resolve?: Resolve; mayReach?: (address: string) => boolean } = {},
): Promise<string[]> {
  const { id } = await makeWebhook(test, admin, partnerId, 'https://partner.example/hook');
  await test.db.query(
    `with made as (
       insert into webhook (id, partner_id, url, events, secret, after_position)
       select 'w' || lpad(n::text, 26, '0'), w.partner_id, u.url, w.events, w.secret, w.after_position
       from webhook w, unnest($2::text[]) with ordinality as u(url, n) where w.id = $1 returning id)
     insert into delivery (id, webhook_id) select replace(id, 'w', 'v'), id from made`,
    [id, urls],
  );
  const http = createHttpClient({ allowPrivateAddresses: false, ...options });
  await deliverAll(test, null, makeSender(test, http));
  await http.close();
  const rows = await test.db.query<{ state: string; attempts: number; status: number | null; error: string | null }>(
    'select state, attempts, last_http_status as status, last_error as error from delivery order by id',
  );
  await test.db.query('delete from webhook');
  expect(new Set(rows.map(({ state, attempts }) => `${state} ${attempts}`))).toEqual(new Set(['PENDING 1']));
  return rows.map(({ status, error }) => `${status} ${error}`);
}

const REFUSED =
  /^null (This is no http or https address|An address must not hold|Its host is none|.* is not on the public internet)/;

it('an address of the list that got into the table is an attempt that failed, with its reason, and no connection', async () => {
  const before = witness.noticed();
  const urls = forbidden(witness.port);
  const said = await send(urls);
  expect(urls.filter((_, at) => !REFUSED.test(said[at] as string))).toEqual([]);
  expect([said.length, witness.noticed()]).toEqual([urls.length, before]);
});

it('a name that leads there, wholly or in part, is refused when it is connected to', async () => {
  const before = witness.noticed();
  const plain = PRIVATE.filter((host) => /^(\d+\.){3}\d+$|^\[[\da-f:]+\]$/.test(host)).map((host) =>
    host.replace(/[[\]]/g, ''),
  );
  const led = ['127.0.0.1', '::1', '::ffff:127.0.0.1', ...plain].flatMap((address) => [
    [address],
    ['8.8.8.8', address],
  ]);
  const resolve: Resolve = async (host) => addresses(...(led[Number(/\d+/.exec(host)?.[0])] as string[]));
  const said = await send(
    led.map((_, at) => `http://name-${at}.example:${witness.port}/`),
    { resolve },
  );
  expect(said).toEqual(
    led.map(
      (_, at) =>
        `null name-${at}.example is not on the public internet: such addresses are sent to with ALLOW_PRIVATE_ADDRESSES=on alone.`,
    ),
  );
  expect(witness.noticed()).toBe(before);
});

const addresses = (...some: string[]) => some.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

describe('where one address of this machine stands for the internet', () => {
  const OUTSIDE = process.platform === 'linux' ? '127.0.0.2' : '::1';
  const mayReach = (address: string) => address === OUTSIDE;
  const targets: string[] = [];
  const outside = createServer((request, response: ServerResponse) => {
    const [status, target] = (request.url ?? '').slice(1).split('/');
    response.writeHead(Number(status), { location: targets[Number(target)] }).end();
  });
  let port: number;

  beforeAll(async () => {
    port = await listen(outside, OUTSIDE);
    targets.push(
      `http://127.0.0.1:${witness.port}/`,
      `http://[::1]:${witness.port}/`,
      `//localhost:${witness.port}/`,
      '/200/0',
    );
  });
  afterAll(() => closed(outside));

  it('a redirect leads nowhere, wherever it points', async () => {
    const before = witness.noticed();
    const cases = [301, 302, 303, 307, 308].flatMap((status) => targets.map((_, target) => ({ status, target })));
    const said = await send(
      cases.map(({ status, target }) => `http://partner.example:${port}/${status}/${target}`),
      { mayReach, resolve: async () => addresses(OUTSIDE) },
    );
    expect(said).toEqual(
      cases.map(
        ({ status }) =>
          `${status} The receiver answered ${status}: redirects are not followed; give the webhook the address itself.`,
      ),
    );
    expect(witness.noticed()).toBe(before);
  });

  it('a name that led outside when it was tried first, and leads inside now, is refused now', async () => {
    const before = witness.noticed();
    let asked = 0;
    const resolve: Resolve = async () => {
      asked += 1;
      return addresses(asked === 1 ? OUTSIDE : '127.0.0.1');
    };
    const url = `http://partner.example:${port}/500/0`;
    expect(await send([url], { mayReach, resolve })).toEqual(['500 The receiver answered 500.']);
    expect(await send([url], { mayReach, resolve })).toEqual([
      expect.stringMatching(/^null partner.example is not on/),
    ]);
    expect(witness.noticed()).toBe(before);
  });
});
