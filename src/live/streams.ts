/** The streams that run on this node, and who may join which. */
import type { GraphQLFormattedError } from 'graphql';
import type { Actor } from '../core/access.js';
import type { Operation } from './operation.js';
import { peersOf } from './peers.js';
import { SharedStream, type Subscriber, type Surroundings } from './shared-stream.js';

export interface Joined {
  /** What refuses her; null where she is subscribed. */
  errors: readonly GraphQLFormattedError[] | null;
  leave(): void;
}

export class Streams {
  /** By peers. */
  private readonly running = new Map<string, Set<SharedStream>>();
  private readonly shared = new Map<string, SharedStream>();

  constructor(private readonly around: Surroundings) {}

  /** How many run: fewer than there are subscribers. */
  get size(): number {
    let size = 0;
    for (const some of this.running.values()) size += some.size;
    return size;
  }

  /**
   * Subscribes; everybody who asks the same, sees the same and reaches the server by the same name shares a stream, unless it
   * begins in the past: those catch up alone, each as fast as she takes it.
   */
  async join(operation: Operation, actor: Actor, origin: string, subscriber: Subscriber): Promise<Joined> {
    const peers = peersOf(actor);
    const key = operation.resumes ? null : JSON.stringify([origin, peers, operation.key]);
    const stream = (key !== null && this.shared.get(key)) || this.open(operation, actor, origin, key);
    stream.become(actor);
    const errors = await stream.join(subscriber);
    if (errors) stream.leave(subscriber);
    return { errors, leave: () => stream.leave(subscriber) };
  }

  /** Somebody's rights are known anew. */
  become(actor: Actor): void {
    for (const stream of this.running.get(peersOf(actor)) ?? []) stream.become(actor);
  }

  private open(operation: Operation, actor: Actor, origin: string, key: string | null): SharedStream {
    const peers = peersOf(actor);
    const some = this.running.get(peers) ?? new Set();
    this.running.set(peers, some);
    const stream: SharedStream = new SharedStream(this.around, operation, actor, origin, key === null, () => {
      some.delete(stream);
      if (some.size === 0) this.running.delete(peers);
      if (key !== null && this.shared.get(key) === stream) this.shared.delete(key);
    });
    some.add(stream);
    if (key !== null) this.shared.set(key, stream);
    return stream;
  }
}
