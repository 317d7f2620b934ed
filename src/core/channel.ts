/**
 * What other processes on the database tell: triggers notify the channel `warraq` with a topic and what it is about. A
 * connection of its own listens; when it breaks, which the log says, it is opened again, and every listener is told, since it may have missed
 * something. Messages are hints: whoever gets one looks into the database.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { RequestLog } from './context.js';

/**
 * noted: a change waits for its position. changes: there are new positions. deliveries: messages wait for webhooks. ticker:
 * pins changed. shown: something else that readers see has changed. access: a partner's or user's rights changed (her id). desk: something was done to an article (JSON).
 */
export type Topic = 'noted' | 'changes' | 'deliveries' | 'ticker' | 'shown' | 'access' | 'desk';

/** `about` is empty where anything may have happened. */
export type Listener = (about: string) => void;

/** Milliseconds until a connection that broke is opened again. */
const RETRY = 500;

export class Channel {
  private readonly listeners = new Map<Topic, Set<Listener>>();
  private running: Promise<void> | null = null;
  private client: pg.Client | null = null;
  /** Whether the last connection got as far as listening. */
  private heard = false;
  private listening = false;
  private closed = false;

  constructor(
    private readonly url: string,
    private readonly log: RequestLog,
  ) {}

  /** Whether all that is told is heard now, as far as this end of the connection knows. */
  get isListening(): boolean {
    return this.listening;
  }

  /** Calls the listener for each message of the topic; answers what ends that. The first listener opens the connection. */
  on(topic: Topic, listener: Listener): () => void {
    const some = this.listeners.get(topic) ?? new Set();
    this.listeners.set(topic, some.add(listener));
    this.running ??= this.run();
    return () => some.delete(listener);
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.client?.end().catch(() => undefined); // a broken connection has ended by itself
    await this.running;
  }

  private async run(): Promise<void> {
    let isKnown = false; // one line for each time that it is away, however long
    while (!this.closed) {
      const error = await this.listen().then(
        () => new Error('The connection ended.'),
        (error: Error) => error,
      );
      if (this.closed) return;
      if (this.heard || !isKnown) this.log.warn({ err: error }, 'channel.broken');
      isKnown = true;
      await sleep(RETRY, undefined, { ref: false });
    }
  }

  /** Ends when the connection does. */
  private async listen(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.url,
      application_name: 'warraq listener',
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
    });
    this.client = client;
    this.heard = false;
    const ended = new Promise<void>((resolve) => client.once('end', resolve).on('error', () => resolve()));
    client.on('notification', ({ payload = '' }) => {
      const [topic, about] = payload.split(/ (.*)/su, 2);
      this.tell(topic as Topic, about ?? '');
    });
    try {
      // A client that is ended while it connects says so by its end alone.
      await Promise.race([client.connect(), ended]);
      if (this.closed) return;
      await client.query('listen warraq');
      this.heard = this.listening = true;
      for (const topic of this.listeners.keys()) this.tell(topic, '');
      await ended;
    } finally {
      this.listening = false;
      await client.end().catch(() => undefined);
    }
  }

  private tell(topic: Topic, about: string): void {
    for (const listener of this.listeners.get(topic) ?? []) listener(about);
  }
}
