/**
 * `npm run bench`: what a request costs the app, beside the least that it could cost. Both servers run at once and are
 * asked in alternating rounds, so that whatever else the machine does meets both.
 */
import 'reflect-metadata';
import { loadavg } from 'node:os';
import { isDeepStrictEqual } from 'node:util';
import { type Archive, openArchive, readSettings } from './archive.js';
import { cpuBetween, readDatabaseCpu } from './database-cpu.js';
import { drive, send } from './driver.js';
import { MeasuredProcess } from './measured-process.js';
import { median } from './median.js';
import { seeded } from './random.js';
import { type Asked, type RequestKind, requestsFor } from './requests.js';
import { printTable } from './table.js';

const ROUNDS = 5;
const WARM_UP = 1_000;
const COMPARED = 20;

interface Server {
  name: string;
  process: MeasuredProcess;
  /** What its connections call themselves. */
  application: string;
  call: (asked: Asked) => { path: string; body?: string };
}

/** One round, or the median of all; milliseconds for a request, but PostgreSQL's of one round for all its requests. */
interface Round {
  cpu: number;
  databaseCpu: number | null;
  perSecond: number;
  p50: number;
  p99: number;
}

const settings = readSettings('requests', 'only', 'flags');
const perRound = Number(settings.given.requests ?? 1_500);
const archive = await openArchive(settings);
const servers = await startServers(archive);
try {
  const kinds = (await requestsFor(archive.db)).filter(({ name }) => name.includes(settings.given.only ?? ''));
  for (const kind of kinds) await compareAnswers(kind);
  console.log(`Load of the machine before: ${loadavg()[0]?.toFixed(1)}; figures of a busy machine mean little.`);
  const measured: Round[][] = [];
  for (const kind of kinds) measured.push(await measure(kind));
  report(kinds, measured);
} finally {
  for (const { process } of servers) await process.stop();
  await archive.close();
}

async function startServers({ url }: Archive): Promise<[Server, Server]> {
  const flags = settings.given.flags?.split(' ') ?? [];
  return [
    {
      name: 'reference',
      process: await MeasuredProcess.start('./reference-server.js', url),
      application: 'bench-reference',
      call: ({ path }) => ({ path }),
    },
    {
      name: 'app',
      process: await MeasuredProcess.start('./app-server.js', url, flags),
      application: 'warraq',
      call: ({ graphql }) => ({ path: '/graphql', body: graphql }),
    },
  ];
}

/** A comparison means something only between servers that say the same. */
async function compareAnswers(kind: RequestKind): Promise<void> {
  const random = seeded(3);
  for (let n = 0; n < COMPARED; n++) {
    const asked = kind.ask(random);
    const texts = await Promise.all(servers.map(({ process, call }) => send(process.port, call(asked))));
    const [one, other] = texts.map((text) => JSON.parse(text));
    if (!isDeepStrictEqual(one, other)) throw new Error(`${kind.name}: the answers differ\n${texts.join('\n')}`);
  }
}

/** The medians of the reference and of the app. */
async function measure(kind: RequestKind): Promise<Round[]> {
  const rounds = servers.map((): Round[] => []);
  for (const server of servers) await drive(server.process.port, calls(server, kind, WARM_UP, 0));
  for (let round = 1; round <= ROUNDS; round++) {
    for (const [at, server] of servers.entries()) rounds[at]?.push(await runRound(server, kind, round));
  }
  return rounds.map(medianRound);
}

async function runRound(server: Server, kind: RequestKind, round: number): Promise<Round> {
  const asked = calls(server, kind, perRound, round);
  const usage = async () =>
    [await server.process.cpu(), await readDatabaseCpu(archive.db, server.application)] as const;
  const [cpu, database] = await usage();
  const start = performance.now();
  const times = (await drive(server.process.port, asked)).sort((one, other) => one - other);
  const seconds = (performance.now() - start) / 1000;
  const [cpuAfter, databaseAfter] = await usage();
  return {
    cpu: (cpuAfter - cpu) / perRound,
    databaseCpu: cpuBetween(database, databaseAfter),
    perSecond: perRound / seconds,
    p50: times[Math.floor(perRound * 0.5)] as number,
    p99: times[Math.floor(perRound * 0.99)] as number,
  };
}

function calls({ call }: Server, kind: RequestKind, count: number, seed: number) {
  const random = seeded(100 + seed);
  return Array.from({ length: count }, () => call(kind.ask(random)));
}

function medianRound(rounds: Round[]): Round {
  const known = rounds.map((round) => round.databaseCpu).filter((cpu) => cpu !== null);
  return {
    cpu: median(rounds.map((round) => round.cpu)),
    databaseCpu: known.length > 0 ? median(known) : null,
    perSecond: median(rounds.map((round) => round.perSecond)),
    p50: median(rounds.map((round) => round.p50)),
    p99: median(rounds.map((round) => round.p99)),
  };
}

function report(kinds: RequestKind[], measured: Round[][]): void {
  const rows = kinds.flatMap((kind, at) =>
    servers.map(({ name }, server) => {
      const [reference, own] = [measured[at]?.[0] as Round, measured[at]?.[server] as Round];
      const ratio = server === 0 ? '' : (own.cpu / reference.cpu).toFixed(1);
      const figures = [
        own.cpu.toFixed(3),
        ratio,
        own.databaseCpu === null ? '-' : (own.databaseCpu / perRound).toFixed(2),
        Math.round(own.perSecond),
      ];
      return [kind.name, name, ...figures, own.p50.toFixed(1), own.p99.toFixed(1)];
    }),
  );
  printTable(['request', 'server', 'CPU ms', 'ratio', 'PostgreSQL CPU ms', 'req/s', 'p50 ms', 'p99 ms'], rows);
  const [first, deep] = ['first', 'deep'].map(
    (word) => measured[kinds.findIndex(({ name }) => name.includes(word))]?.[1],
  );
  if (!first || !deep) return;
  const database = deep.databaseCpu && first.databaseCpu ? (deep.databaseCpu / first.databaseCpu).toFixed(2) : '-';
  console.log(
    `deep page / first page: ${(deep.cpu / first.cpu).toFixed(2)} of the app's CPU, ${database} of PostgreSQL's`,
  );
}
