/** What graphql-ws iterates of a subscription, while its answers go past the library. */
import type { ExecutionResult, GraphQLFormattedError } from 'graphql';
import type { Outlet } from './outlet.js';
import type { Subscriber, Written } from './shared-stream.js';

const TAIL = Buffer.from('}');

/** One subscription of a socket: what the library iterates, and where answers go past it. */
export class SocketSubscription implements Subscriber, AsyncIterableIterator<never> {
  private readonly head: Buffer;
  private readonly over: Promise<IteratorReturnResult<undefined>>;
  private finish!: (errors: readonly GraphQLFormattedError[] | null) => void;
  private leave: (() => void) | null = null;

  constructor(
    id: string,
    private readonly outlet: Outlet,
    private readonly subscribe: (subscriber: Subscriber) => Promise<GraphQLFormattedError[] | (() => void)>,
  ) {
    this.head = Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`);
    this.over = new Promise((resolve, reject) => {
      this.finish = (errors) => (errors ? reject(new Ended(errors)) : resolve(DONE));
    });
    this.over.catch(() => undefined); // it may end before anybody waits for that
  }

  async begin(): Promise<AsyncIterableIterator<never> | ExecutionResult> {
    const answer = await this.subscribe(this);
    if (typeof answer !== 'function') return { errors: answer as never };
    this.leave = answer;
    return this;
  }

  send(answer: Written): void {
    this.outlet.send(Buffer.concat([this.head, answer.json, TAIL]));
  }

  taken(): Promise<void> {
    return this.outlet.taken();
  }

  end(errors: readonly GraphQLFormattedError[] | null): void {
    this.leave?.();
    this.finish(errors);
  }

  next(): Promise<IteratorReturnResult<undefined>> {
    return this.over;
  }

  async return(): Promise<IteratorReturnResult<undefined>> {
    this.end(null);
    return DONE;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

const DONE = { done: true, value: undefined } as const;

/** A stream ended for these errors, which are as callers may see them. */
export class Ended extends Error {
  constructor(readonly errors: readonly GraphQLFormattedError[]) {
    super('The stream ended.');
  }
}
