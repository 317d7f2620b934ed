/**
 * What is sent to one connection, which holds no more than so much for it. Who does not take it is dropped, lest she fill the
 * memory or hold up the others: she can come back and go on where she was.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { slowSubscribers } from '../core/metrics.js';

/** How a connection came. */
export type Transport = 'ws' | 'sse';

/** Text, also where it is bytes already. */
export type Data = string | Buffer;

/** A connection, as far as sending goes. */
export interface Wire {
  readonly transport: Transport;
  readonly open: boolean;
  /** Bytes that were sent and not yet taken. */
  readonly waiting: number;
  write(data: Data): void;
  /** Ends it, since it takes too little. */
  drop(): void;
}

/** Bytes that may wait when more is to be sent. */
const MOST = 1_048_576;
/** Bytes that may wait where nobody else waits for this connection. */
const FEW = 262_144;
/** Milliseconds. */
const LOOK = 20;
const PATIENCE = 30_000;

export class Outlet {
  constructor(private readonly wire: Wire) {}

  send(data: Data): void {
    if (!this.wire.open) return;
    if (this.wire.waiting > MOST) this.drop();
    else this.wire.write(data);
  }

  /** Resolves once few bytes wait, or nobody for them; who takes nothing for half a minute is dropped. */
  async taken(): Promise<void> {
    for (let waited = 0; this.wire.open && this.wire.waiting > FEW; waited += LOOK) {
      if (waited >= PATIENCE) return this.drop();
      await sleep(LOOK);
    }
  }

  private drop(): void {
    slowSubscribers.inc({ transport: this.wire.transport });
    this.wire.drop();
  }
}

export const TOO_SLOW = 'Too slow: come back, and resume changes with `after`.';
