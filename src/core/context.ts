/**
 * What one request carries: who asks, a connection, and its loaders. Loaders live and die with the request, so that no
 * cache is ever shared between two callers.
 */
import DataLoader from 'dataloader';
import type { Actor, Editor } from './access.js';
import type { Database } from './database.js';
import { unauthenticated } from './errors.js';

/**
 * One relation, read for many parents at once. `load` answers a map from key to value in as many statements as it
 * takes for one key; a key without a value gets `absent`. Two loads that differ in `args` are two batches.
 */
export interface Relation<Key, Value, Args = undefined> {
  readonly absent: Value;
  readonly load: (ctx: RequestContext, keys: readonly Key[], args: Args) => Promise<Map<Key, Value>>;
}

export function relation<Key, Value, Args = undefined>(
  absent: Value,
  load: Relation<Key, Value, Args>['load'],
): Relation<Key, Value, Args> {
  return { absent, load };
}

/** Keys of one batch; a page has at most 100 parents and three levels of them. */
const MAX_BATCH = 10_000;

/** What the request itself says, beside who sends it. */
export interface RequestFacts {
  /** The HTTP request's, by which the audit log and the log name it. */
  readonly id: string;
  /** Where this server is reached, without a trailing slash. */
  readonly origin: string;
  /** The caller's, as proxies that are trusted say. */
  readonly address: string;
  readonly acceptLanguage: string | undefined;
  /** The session's token, where the request brought one. */
  readonly token: string | null;
}

/** What the operator decided that features need to know. */
export interface RequestSettings {
  readonly sessionHours: number;
  /** Distinct reporters that hide an image. */
  readonly reportThreshold: number;
  /** Whether callers are held to a rate; guesses at passwords always are. */
  readonly rateLimit: boolean;
  /** Whether requests of this program may reach loopback and private addresses. */
  readonly allowPrivateAddresses: boolean;
}

/** Where features write down what operators ought to know. Never a password, a token or a code. */
export interface RequestLog {
  warn(details: object, event: string): void;
}

/** The session cookie of the caller's browser. */
export interface SessionCookie {
  set(token: string, expiresAt: Date): void;
  clear(): void;
}

export class RequestContext {
  /** Whether the answer may be kept by anybody: not where it was made for one caller. */
  cacheable = true;

  private readonly loaders = new Map<unknown, Map<string, DataLoader<unknown, unknown>>>();

  constructor(
    readonly db: Database,
    readonly actor: Actor,
    readonly request: RequestFacts,
    readonly settings: RequestSettings,
    readonly cookie: SessionCookie,
    readonly log: RequestLog,
  ) {}

  /** The editor who asks; UNAUTHENTICATED where nobody is signed in. */
  get editor(): Editor {
    if (this.actor.kind !== 'editor') throw unauthenticated();
    return this.actor;
  }

  /** Empties the loaders: what they hold may have been changed. */
  forget(): void {
    this.loaders.clear();
  }

  load<Key, Value>(of: Relation<Key, Value>, key: Key): Promise<Value>;
  load<Key, Value, Args>(of: Relation<Key, Value, Args>, key: Key, args: Args): Promise<Value>;
  load<Key, Value, Args>(of: Relation<Key, Value, Args>, key: Key, args?: Args): Promise<Value> {
    return this.loader(of, args as Args).load(key);
  }

  /** Puts a value that was read on the way where a later load will find it. */
  prime<Key, Value>(of: Relation<Key, Value>, key: Key, value: Value): void {
    this.loader(of, undefined).prime(key, value);
  }

  private loader<Key, Value, Args>(of: Relation<Key, Value, Args>, args: Args): DataLoader<Key, Value> {
    const name = args === undefined ? '' : JSON.stringify(args);
    const byArgs = this.loaders.get(of) ?? new Map<string, DataLoader<unknown, unknown>>();
    const known = byArgs.get(name) as DataLoader<Key, Value> | undefined;
    if (known) return known;
    const loader = new DataLoader<Key, Value>((keys) => this.batch(of, keys, args), { maxBatchSize: MAX_BATCH });
    this.loaders.set(of, byArgs.set(name, loader as DataLoader<unknown, unknown>));
    return loader;
  }

  private async batch<Key, Value, Args>(of: Relation<Key, Value, Args>, keys: readonly Key[], args: Args) {
    const found = await of.load(this, keys, args);
    return keys.map((key) => found.get(key) ?? of.absent);
  }
}

/** A request that came by no network, for programs that ask the same questions; answers with addresses need an origin. */
export function requestOf(db: Database, actor: Actor, origin = ''): RequestContext {
  return new RequestContext(
    db,
    actor,
    { id: '', origin, address: '', acceptLanguage: undefined, token: null },
    { sessionHours: 0, reportThreshold: 1, rateLimit: false, allowPrivateAddresses: false },
    { set: () => undefined, clear: () => undefined },
    { warn: () => undefined },
  );
}
