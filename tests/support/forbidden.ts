/** Addresses of the own network in all the clothes that they come in, and a server there that would notice whoever gets through. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Witness {
  port: number;
  /** Connections so far. */
  noticed(): number;
  close(): Promise<void>;
}

/** Listens on all addresses of this machine, loopback among them, and redirects nobody anywhere. */
export async function startWitness(): Promise<Witness> {
  let connections = 0;
  const server = createServer((_request, response) => response.end('secret')).on('connection', () => {
    connections += 1;
  });
  await listen(server, '::').catch(() => listen(server, '0.0.0.0')); // a machine without IPv6
  return {
    port: (server.address() as AddressInfo).port,
    noticed: () => connections,
    close: () => closed(server),
  };
}

export function listen(server: Server, host = '127.0.0.1'): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(0, host, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** Ends a server with all its connections. */
export function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** Spellings of hosts that lead to the witness where nothing guards it. */
export const LOOPBACK = [
  '127.0.0.1',
  '127.1',
  '127.0.1',
  '127.0.0.1.',
  '2130706433',
  '0x7f000001',
  '0x7f.0.0.1',
  '0X7F.1',
  '017700000001',
  '0177.0.0.1',
  '00000177.0x0.0.1',
  '0',
  '0.0.0.0',
  '0x0',
  '127.0.0.1%2e',
  '%31%32%37.0.0.1',
  '①②⑦.⓪.⓪.①',
  '１２７.0.0.1',
  '127。0。0。1',
  '127．0．0．1',
  '127.0.0.1｡',
  'localhost',
  'LOCALHOST',
  '%6c%6f%63alhost',
  'ⓛⓞⓒⓐⓛⓗⓞⓢⓣ',
  'local\u00adhost',
];

/** Of those, the ones that need IPv6. */
export const LOOPBACK_6 = [
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[::]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::FFFF:7F00:0001]',
  '[0:0:0:0:0:ffff:127.0.0.1]',
];

/** Hosts of own networks, of machines' metadata and of nobody. */
export const PRIVATE = [
  '127.255.255.254',
  '0.1.2.3',
  '10.0.0.1',
  '10.255.255.255',
  '100.64.0.1',
  '100.100.100.200',
  '100.127.255.255',
  '168.63.129.16',
  '169.254.169.254',
  '169.254.170.2',
  '0xa9fea9fe',
  '2852039166',
  '0251.0376.0251.0376',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.1',
  '192.0.0.192',
  '192.0.2.1',
  '192.88.99.1',
  '192.168.0.1',
  '192.168.1',
  '198.18.0.1',
  '198.19.255.255',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '239.255.255.255',
  '240.0.0.1',
  '255.255.255.255',
  '[::2]',
  '[::127.0.0.1]',
  '[::10.0.0.1]',
  '[::ffff:10.0.0.1]',
  '[::ffff:169.254.169.254]',
  '[::ffff:0:127.0.0.1]',
  '[64:ff9b::127.0.0.1]',
  '[64:ff9b::10.0.0.1]',
  '[64:ff9b::a9fe:a9fe]',
  '[64:ff9b:1::1]',
  '[64:ff9b:1::808:808]',
  '[100::1]',
  '[2001::1]',
  '[2001:0:7f00:1::80ff:fffe]',
  '[2001:2::1]',
  '[2001:10::1]',
  '[2001:20::1]',
  '[2001:db8::1]',
  '[2002:7f00:1::]',
  '[2002:a00:1::1]',
  '[2002:808:808::1]',
  '[3fff::1]',
  '[5f00::1]',
  '[fc00::1]',
  '[fd00::1]',
  '[fd00:ec2::254]',
  '[fd20:ce::254]',
  '[fe80::1]',
  '[febf::1]',
  '[fec0::1]',
  '[ff00::1]',
  '[ff02::1]',
  'localhost.',
  'anything.localhost',
  'a.b.localhost.',
  'localhost.localdomain',
  'printer.local',
  'metadata.google.internal',
  'router.home.arpa',
  'postgres',
  'etc.',
];

/** Whole addresses that hold more than a host, or none that can be read; `port` is the witness's. */
export const STRANGE = (port: number): string[] => [
  `http://user@127.0.0.1:${port}/`,
  `http://user:password@127.0.0.1:${port}/`,
  `http://user@partner.example:${port}/`,
  `http://:password@partner.example/`,
  `http://8.8.8.8@127.0.0.1:${port}/`,
  `http://partner.example@localhost:${port}/`,
  `http://127.0.0.1:${port}#@partner.example/`,
  `http://127.0.0.1:${port}\\@partner.example/`,
  `http:127.0.0.1:${port}/`,
  `http:\\\\127.0.0.1:${port}\\`,
  `\thttp://127.0.0.1:${port}/`,
  `http://127.0.\n0.1:${port}/`,
  `HTTP://127.0.0.1:${port}/`,
  `https://127.0.0.1:${port}/`,
  `http://127.0.0.1..:${port}/`,
  `http://localhost..:${port}/`,
  `http://.localhost:${port}/`,
  `http://[::1%25lo]:${port}/`,
  `http://[fe80::1%25eth0]:${port}/`,
  `http://[fe80::1%eth0]:${port}/`,
  `http://127.0.0.1%00.partner.example:${port}/`,
  `http://127.0.0.1 .partner.example:${port}/`,
  `http://4294967296:${port}/`,
  `http://256.0.0.1:${port}/`,
  `http://[::1:${port}/`,
  'http://',
  `http:///127.0.0.1:${port}/`,
  '',
  '/webhook',
  `//127.0.0.1:${port}/`,
  `127.0.0.1:${port}`,
  'file:///etc/passwd',
  `ftp://127.0.0.1:${port}/`,
  `gopher://127.0.0.1:${port}/_GET`,
  `ws://127.0.0.1:${port}/`,
  `dict://127.0.0.1:${port}/`,
  'data:text/plain,x',
  'javascript:alert(1)',
  `blob:http://127.0.0.1:${port}/x`,
  'unix:/var/run/docker.sock',
  `http://partner.example/${'x'.repeat(2_048)}`,
];

/** All of the above as addresses: none of them may ever be connected to. */
export const forbidden = (port: number): string[] => [
  ...[...LOOPBACK, ...LOOPBACK_6, ...PRIVATE].map((host) => `http://${host}:${port}/`),
  ...STRANGE(port),
];
