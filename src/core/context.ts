/**
 * What one request carries: who asks, a connection, and its loaders. Loaders live and die with the request, so that no
 * cache is ever shared between two callers.
 */
import DataLoader from 'dataloader';
import type { Actor } from './access.js';
import type { Db } from './database.js';

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

export class RequestContext {
  private readonly loaders = new Map<unknown, Map<string, DataLoader<unknown, unknown>>>();

  constructor(
    readonly db: Db,
    readonly actor: Actor,
    /** Where this server is reached, without a trailing slash. */
    readonly origin: string,
  ) {}

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
