/**
 * PostgreSQL for those who have none: any process may use it, the first starts it, the last stops it, and one that sees
 * it die brings it back. Everything about it lives in the data directory.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { OWNER, readSecret } from './cluster.js';
import { PRESENT, type Sentinel } from './connect.js';
import { type Layout, openLayout } from './layout.js';
import { withLock } from './lock.js';
import { findPostmaster, isPostmaster } from './postmaster.js';
import { enter, keepWatched, leave } from './presence.js';
import { type Connected, ensureServer, type ServerOptions } from './server.js';
import { waitUntil } from './wait.js';

/** A process's use of the server. */
export interface EmbeddedPostgres {
  /** postgres://warraq:SECRET@127.0.0.1:PORT/warraq */
  readonly url: string;
  /** Ends the use; when it was the last one, the server is gone afterwards. May be called again. */
  release(): Promise<void>;
}

/** Uses the embedded PostgreSQL of a data directory, which is made and started if need be. */
export async function useEmbeddedPostgres(
  dataDir: string,
  options: { durable?: boolean; log?: (line: string) => void } = {},
): Promise<EmbeddedPostgres> {
  if (process.platform === 'win32')
    throw new Error('the embedded PostgreSQL does not run on Windows: set DATABASE_URL');
  const layout = openLayout(dataDir);
  const serverOptions = { durable: options.durable ?? true, log: options.log ?? (() => undefined) };
  return withLock(layout, async () => {
    const users = enter(layout);
    try {
      return new Use(layout, serverOptions, users, await ensureServer(layout, serverOptions));
    } catch (error) {
      leave(users);
      throw error;
    }
  });
}

const LONGEST_PAUSE = 15_000;
const LONGEST_STOP = 10_000;

class Use implements EmbeddedPostgres {
  url = '';
  private sentinel!: Sentinel;
  private healing: Promise<void> = Promise.resolve();
  private repairs: number[] = [];
  private readonly leaving = new AbortController();
  private released: Promise<void> | undefined;

  constructor(
    private readonly layout: Layout,
    private readonly options: ServerOptions,
    private readonly users: number,
    connected: Connected,
  ) {
    this.guard(connected);
  }

  release(): Promise<void> {
    this.released ??= this.end();
    return this.released;
  }

  private guard({ client, port }: Connected): void {
    this.url = `postgres://${OWNER}:${readSecret(this.layout)}@127.0.0.1:${port}/${OWNER}`;
    this.sentinel = client;
    // The sentinel alone is no reason for a process to go on.
    client.unref();
    client.once('end', () => {
      if (!this.leaving.signal.aborted) this.healing = this.heal();
    });
  }

  private async heal(): Promise<void> {
    this.options.log('embedded PostgreSQL was lost: bringing it back');
    while (!this.leaving.signal.aborted) {
      await this.pause();
      try {
        this.guard(await withLock(this.layout, () => this.repair()));
        return;
      } catch (error) {
        this.options.log((error as Error).message);
      }
    }
  }

  private repair(): Promise<Connected> {
    keepWatched(this.layout, this.users);
    return ensureServer(this.layout, this.options);
  }

  /** Doubles with every repair of the last minute, so that a server that cannot live is not started in a frenzy. */
  private async pause(): Promise<void> {
    this.repairs = [...this.repairs.filter((at) => at > Date.now() - 60_000), Date.now()];
    const milliseconds = Math.min(LONGEST_PAUSE, 25 * 2 ** this.repairs.length);
    await sleep(milliseconds, undefined, { ref: false, signal: this.leaving.signal }).catch(() => undefined);
  }

  private async end(): Promise<void> {
    this.leaving.abort();
    await this.healing;
    this.sentinel.ref();
    try {
      keepWatched(this.layout, this.users);
      await this.sayGoodbye();
    } finally {
      leave(this.users);
    }
    if (!(await this.seesOthers())) await this.seeServerGone();
    await this.sentinel.end().catch(() => undefined);
  }

  /** Before the question whether others are there: of two who leave at once, the later does not take the other for a user. */
  private async sayGoodbye(): Promise<void> {
    await this.sentinel.query("SET application_name = 'warraq-leaving'").catch(() => undefined);
  }

  private async seesOthers(): Promise<boolean> {
    const text = 'SELECT 1 FROM pg_stat_activity WHERE application_name = $1';
    // A server that does not answer has no users.
    const others = await this.sentinel.query(text, [PRESENT]).catch(() => undefined);
    return Boolean(others?.rowCount);
  }

  /** The watcher stops the server, unless somebody comes at this very moment. */
  private async seeServerGone(): Promise<void> {
    const pid = findPostmaster(this.layout)?.pid;
    if (pid === undefined) return;
    const done = async () => !isPostmaster(this.layout, pid) || (await this.seesOthers());
    if (await waitUntil(done, LONGEST_STOP)) return;
    this.options.log(`embedded PostgreSQL is still stopping after ${LONGEST_STOP / 1000} s`);
  }
}
