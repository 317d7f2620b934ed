/** What a subscription's root field is given beside what every request carries. */
import type { Topic } from '../core/channel.js';
import { RequestContext } from '../core/context.js';
import type { Alarm } from './alarm.js';

/** A stream as its source sees it: it outlives requests, so that whoever reads for it takes a fresh one each time. */
export interface Inside {
  /** Rung when the stream ends or the caller's rights changed, and by whatever the source hangs on it. */
  readonly alarm: Alarm;
  readonly ended: boolean;
  /** A request of this caller as she is known now, with loaders that hold nothing yet. */
  fresh(): RequestContext;
  /** Reads when it is this stream's turn, so that requests find connections too. */
  turn<T>(read: () => Promise<T>): Promise<T>;
  /** Listens until the stream ends. */
  on(topic: Topic, listener: (about: string) => void): void;
}

/**
 * What a root field's `subscribe` answers: pages of values, each answered by the document. It is asked for the next page
 * only when all of the last one was handed on.
 */
export interface Pages<Value> extends AsyncIterable<Value[]> {
  /** Where set, the first answer and those like the last one are not sent. */
  onlyNews?: boolean;
}

export class LiveContext extends RequestContext {
  constructor(
    from: RequestContext,
    readonly inside: Inside,
  ) {
    super(from.db, from.actor, from.request, from.settings, from.cookie, from.log);
  }
}
