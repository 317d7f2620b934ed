/**
 * The embedded PostgreSQL through its whole life, with real processes that are really killed: whatever died, the next
 * start works, and after the last user no process is left.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
// Under another name, since the linter takes whatever is called use... for a hook of React.
import { type EmbeddedPostgres, useEmbeddedPostgres as openServer } from '../../src/core/embedded/embedded-postgres.js';

const USER = fileURLToPath(new URL('./embedded-user.js', import.meta.url));
const IS_ROOT = process.getuid?.() === 0;
// How long a machine that does much else may take; nothing here is about speed.
const WITHIN = 30_000;

let root: string;
const users: User[] = [];
const servers: EmbeddedPostgres[] = [];

beforeAll(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'warraq embedded '));
  chmodSync(root, 0o755);
});

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.release()));
  await Promise.all(users.splice(0).map((user) => user.release()));
  await eventually(() => processesOf(root).length === 0);
});

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

describe('starting', () => {
  it('makes a cluster, and finds it and its port again at the next start', async () => {
    const dir = dataDir();
    const first = await use(dir);
    await query(first.url, "CREATE TABLE kept AS SELECT 'yes' AS answer");
    await first.release();
    const second = await use(dir);
    expect(second.url).toBe(first.url);
    expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 'yes' }]);
  });

  it('knows the letters of Arabic', async () => {
    const { url } = await use(usedDir());
    await query(url, 'CREATE EXTENSION pg_trgm');
    const [row] = await query(url, "SELECT cardinality(show_trgm('صحافة')) AS trigrams");
    expect(row).toEqual({ trigrams: 6 });
  });

  it('lets nobody in without the password, which only its owner may read', async () => {
    const dir = usedDir();
    const { url } = await use(dir);
    const { port } = new URL(url);
    const stranger = new pg.Client({
      host: '127.0.0.1',
      port: Number(port),
      user: 'warraq',
      database: 'warraq',
      password: 'x',
    });
    await expect(stranger.connect()).rejects.toMatchObject({ code: '28P01' });
    expect(statSync(path.join(dir, 'postgres.secret')).mode & 0o777).toBe(0o600);
    expect(readFileSync(path.join(dir, 'postgres.log'), 'utf8')).not.toContain(new URL(url).password);
  });

  it('keeps two data directories apart', async () => {
    const [one, other] = await Promise.all([use(dataDir()), use(usedDir())]);
    await query(one.url, 'CREATE TABLE only_here ()');
    expect(one.url).not.toBe(other.url);
    expect(await query(other.url, "SELECT to_regclass('only_here') AS here")).toEqual([{ here: null }]);
  });

  it('gives two processes that start at the same instant one server', async () => {
    const dir = dataDir();
    const [one, other] = await Promise.all([User.start(dir), User.start(dir)]);
    expect(other.url).toBe(one.url);
    expect(postmastersOf(dir)).toHaveLength(1);
  });

  it('takes another port when a program has taken its own', async () => {
    const dir = usedDir();
    const first = await use(dir);
    await first.release();
    const squatter = await squatOn(Number(new URL(first.url).port));
    const second = await use(dir);
    expect(new URL(second.url).port).not.toBe(new URL(first.url).port);
    squatter.close();
  });

  it('removes a pid file whose process id belongs to another program', async () => {
    const dir = usedDir();
    const user = await User.start(dir);
    const stale = readFileSync(pidFile(dir), 'utf8');
    await user.release();
    writeFileSync(pidFile(dir), stale.replace(/^\d+/, String(process.pid)));
    const { url } = await use(dir);
    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('makes the cluster anew when a process was killed while making it', async () => {
    const dir = dataDir();
    const user = User.launch(dir);
    await eventually(() => processesOf(dir).some(({ command }) => command.includes('initdb')));
    user.kill();
    expect(existsSync(path.join(dir, 'postgres'))).toBe(false);
    const { url } = await use(dir);
    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});

describe('ending', () => {
  it('stops the server with its last user, and lets the others go at once', async () => {
    const dir = usedDir();
    const [first, last] = [await use(dir), await use(dir)];
    const began = Date.now();
    await first.release();
    expect(Date.now() - began).toBeLessThan(1_000);
    expect(await query(last.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await last.release();
    await last.release();
    expect(postmastersOf(dir)).toEqual([]);
  });

  it('keeps the server for a user who comes while the last one goes', async () => {
    const dir = usedDir();
    for (let round = 0; round < 5; round++) {
      const going = await use(dir);
      const [, coming] = await Promise.all([going.release(), use(dir)]);
      await sleep(150);
      expect(await query(coming.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
      await coming.release();
    }
  });

  it('stops the server when its last user is killed', async () => {
    const dir = usedDir();
    const user = await User.start(dir);
    user.kill();
    await eventually(() => processesOf(dir).length === 0);
  });

  it('keeps the server when one of two users is killed, even the one that started it', async () => {
    const dir = usedDir();
    const [starter, other] = [await User.start(dir), await User.start(dir)];
    starter.kill();
    await sleep(500);
    expect(await query(other.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await other.release();
    await eventually(() => processesOf(dir).length === 0);
  });

  it('ends a process that forgot to release, as nothing in it holds on', async () => {
    const dir = usedDir();
    const forgetful = `
      const { useEmbeddedPostgres } = await import(${JSON.stringify(new URL('../../src/core/embedded/embedded-postgres.js', import.meta.url).href)});
      await useEmbeddedPostgres(${JSON.stringify(dir)}, { durable: false });`;
    execFileSync(process.execPath, ['--input-type=module', '-e', forgetful], { timeout: WITHIN });
    await eventually(() => processesOf(dir).length === 0);
  });
});

describe('recovering', () => {
  it('starts again after everything was killed', async () => {
    const dir = usedDir();
    const user = await User.start(dir, { durable: true });
    await query(user.url, "CREATE TABLE kept AS SELECT 'yes' AS answer");
    await killAll(processesOf(dir));
    const { url } = await use(dir);
    expect(url).toBe(user.url);
    expect(await query(url, 'SELECT answer FROM kept')).toEqual([{ answer: 'yes' }]);
  });

  it('starts again while the remains of a killed server are still there', async () => {
    const dir = usedDir();
    const user = await User.start(dir);
    const busy = query(user.url, 'SELECT pg_sleep(1)').catch(() => undefined);
    await sleep(100);
    await killAll(watchersOf(dir));
    await killAll(postmastersOf(dir));
    user.kill();
    const { url } = await use(dir);
    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await busy;
  });

  it('brings a killed server back on the same port while its user lives', async () => {
    const dir = usedDir();
    const user = await User.start(dir);
    await killAll(postmastersOf(dir));
    await user.says((fact) => /bringing it back/.test(fact.log ?? ''));
    await eventually(async () => (await query(user.url, 'SELECT 1 AS one').catch(() => [])).length === 1);
    await user.release();
    await eventually(() => processesOf(dir).length === 0);
  });

  it('brings a killed server back once, however many users see it die', async () => {
    const dir = usedDir();
    const both = [await User.start(dir), await User.start(dir)];
    await killAll(postmastersOf(dir));
    await Promise.all(both.map((user) => user.says((fact) => /bringing it back/.test(fact.log ?? ''))));
    await eventually(async () => (await presence(both[0]?.url ?? '')) === 2);
    expect(postmastersOf(dir)).toHaveLength(1);
  });

  it('adopts a server that was left without user and watcher, and stops it in the end', async () => {
    const dir = usedDir();
    const user = await User.start(dir);
    const orphan = postmastersOf(dir);
    await killAll(watchersOf(dir));
    user.kill();
    const adopted = await use(dir);
    expect(adopted.url).toBe(user.url);
    expect(postmastersOf(dir)).toEqual(orphan);
    await adopted.release();
    expect(postmastersOf(dir)).toEqual([]);
  });

  it('stops the server although its watcher was killed', async () => {
    const dir = usedDir();
    const server = await use(dir);
    await killAll(watchersOf(dir));
    await server.release();
    expect(postmastersOf(dir)).toEqual([]);
  });
});

// Only root is refused by PostgreSQL and may lend it another account.
const asRoot = IS_ROOT ? describe : () => undefined;

asRoot('as root', () => {
  it('names the directory that PostgreSQL may not enter, and the settings that help', async () => {
    const closed = path.join(dataDir(), 'home');
    mkdirSync(path.join(closed, 'data'), { recursive: true });
    chmodSync(closed, 0o700);
    const failure = await use(path.join(closed, 'data')).catch((error: Error) => error.message);
    expect(failure).toMatch(/^PostgreSQL.* may not enter .*\/home: .*DATA_DIR.*DATABASE_URL.*$/);
    expect(failure).not.toContain('\n');
  });

  it('lends PostgreSQL another account, which owns nothing but the cluster', async () => {
    const dir = usedDir();
    await use(dir);
    expect(statSync(path.join(dir, 'postgres')).uid).not.toBe(0);
    expect(['', 'postgres.secret', 'postgres.users'].map((name) => statSync(path.join(dir, name)).uid)).toEqual([
      0, 0, 0,
    ]);
  });

  it('works for a normal user, and for root after him', async () => {
    const dir = dataDir();
    const nobody = Number(execFileSync('id', ['-u', 'nobody'], { encoding: 'utf8' }));
    mkdirSync(dir);
    chownSync(dir, nobody, nobody);
    const user = await User.start(dir, { uid: nobody });
    expect(await query(user.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await user.release();
    const { url } = await use(dir);
    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});

/** What a user process reports. */
interface Fact {
  url?: string;
  log?: string;
  error?: string;
  released?: boolean;
}

/** A process of its own that uses a data directory's server. */
class User {
  url = '';
  private readonly facts: Fact[] = [];

  private constructor(private readonly child: ChildProcess) {
    if (child.stdout) createInterface(child.stdout).on('line', (line) => this.facts.push(JSON.parse(line)));
  }

  static launch(dir: string, { uid, durable = false }: { uid?: number; durable?: boolean } = {}): User {
    const argv = [USER, dir, ...(durable ? ['durable'] : [])];
    const child = spawn(process.execPath, argv, { uid, gid: uid, cwd: '/', stdio: ['pipe', 'pipe', 'inherit'] });
    const user = new User(child);
    users.push(user);
    return user;
  }

  static async start(dir: string, options: { uid?: number; durable?: boolean } = {}): Promise<User> {
    const user = User.launch(dir, options);
    const fact = await user.says(({ url, error }) => Boolean(url ?? error));
    if (!fact.url) throw new Error(fact.error);
    user.url = fact.url;
    return user;
  }

  async says(wanted: (fact: Fact) => boolean): Promise<Fact> {
    await eventually(() => this.facts.some(wanted));
    return this.facts.find(wanted) ?? {};
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }

  async release(): Promise<void> {
    this.child.stdin?.end();
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'exit');
  }
}

let directories = 0;

/** A directory that does not exist yet. */
function dataDir(): string {
  directories += 1;
  return path.join(root, `data dir ${directories}`);
}

/**
 * The directory that tests before have used, however their servers and users ended. Making a cluster takes seconds: only
 * the tests that are about the making begin with a new directory.
 */
function usedDir(): string {
  return path.join(root, 'used data dir');
}

async function use(dir: string): Promise<EmbeddedPostgres> {
  const server = await openServer(dir, { durable: false });
  servers.push(server);
  return server;
}

async function query(connectionString: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

async function presence(url: string): Promise<number> {
  const text = "SELECT 1 FROM pg_stat_activity WHERE application_name = 'warraq-presence'";
  return (await query(url, text).catch(() => [])).length;
}

async function squatOn(port: number) {
  const { createServer } = await import('node:net');
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function pidFile(dir: string): string {
  return path.join(dir, 'postgres', 'postmaster.pid');
}

interface Process {
  pid: number;
  command: string;
}

function processesOf(dir: string): Process[] {
  const lines = execFileSync('ps', ['-axww', '-o', 'pid=,stat=,command='], { encoding: 'utf8' }).split('\n');
  const found = lines.map((line) => /^\s*(\d+)\s+(\S+)\s+(.*)$/.exec(line));
  return found.flatMap((match) => {
    const [, pid, state, command = ''] = match ?? [];
    return state?.startsWith('Z') || !command.includes(dir) ? [] : [{ pid: Number(pid), command }];
  });
}

function postmastersOf(dir: string): Process[] {
  return processesOf(dir).filter(
    ({ command }) => /^\S*postgres /.test(command) && command.includes(`-D ${dir}/postgres `),
  );
}

function watchersOf(dir: string): Process[] {
  return processesOf(dir).filter(({ command }) => command.includes('warraq-postgres-watcher'));
}

/** Kills, and waits until the kernel has done it. */
async function killAll(processes: Process[]): Promise<void> {
  const pids = processes.map(({ pid }) => pid);
  for (const pid of pids) process.kill(pid, 'SIGKILL');
  await eventually(() => !processesOf(root).some(({ pid }) => pids.includes(pid)));
}

async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + WITHIN;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error('waited in vain');
    await sleep(50);
  }
}
