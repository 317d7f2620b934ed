/**
 * One execution for all who asked the same and see the same: each answer is made once, written as JSON once, and handed to
 * every subscriber. It begins with the first and ends with the last of them.
 */
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import {
  createSourceEventStream,
  type ExecutionResult,
  execute,
  type GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
} from 'graphql';
import type { Actor } from '../core/access.js';
import type { Channel, Topic } from '../core/channel.js';
import type { RequestContext } from '../core/context.js';
import type { Gate } from '../core/gate.js';
import { asGraphQLError, presentErrors } from '../core/graphql-errors.js';
import { Alarm } from './alarm.js';
import { type Inside, LiveContext, type Pages } from './live-context.js';
import type { Operation } from './operation.js';
import { sameRights } from './peers.js';

export interface Subscriber {
  send(answer: Written): void;
  /** Resolves once she has taken nearly all that was sent, or has gone. */
  taken(): Promise<void>;
  /** Nothing more comes: since there is nothing more, or for these errors. */
  end(errors: readonly GraphQLFormattedError[] | null): void;
}

/** What streams need of the running program. */
export interface Surroundings {
  schema: GraphQLSchema;
  channel: Channel;
  log: FastifyBaseLogger;
  /** Bounds how many answers are made at once, so that requests find connections too. */
  gate: Gate;
  contextFor(actor: Actor, origin: string): RequestContext;
}

/** An answer, written as bytes once for everybody. */
export class Written {
  private asEvent: Buffer | null = null;
  readonly json: Buffer;

  constructor(json: string) {
    this.json = Buffer.from(json);
  }

  /** As an event of a stream: the same bytes wait for every subscriber. */
  get event(): Buffer {
    this.asEvent ??= Buffer.concat([Buffer.from('event: next\ndata: '), this.json, Buffer.from('\n\n')]);
    return this.asEvent;
  }
}

/** How often an answer is tried again while the database does not answer: some minutes. */
const PATIENCE = 30;

interface Answer {
  text: string;
  /** The same for the same answer, also where the errors in it are numbered. */
  news: string;
  unavailable: boolean;
}

export class SharedStream implements Inside {
  readonly alarm = new Alarm();
  ended = false;
  private readonly subscribers = new Set<Subscriber>();
  private readonly listening: (() => void)[] = [];
  private readonly started: Promise<readonly GraphQLFormattedError[] | null>;

  constructor(
    private readonly around: Surroundings,
    private readonly operation: Operation,
    private actor: Actor,
    private readonly origin: string,
    /** Whether it waits for its subscriber, who is alone, instead of dropping her. */
    private readonly waits: boolean,
    private readonly onEnd: () => void,
  ) {
    this.started = this.start();
  }

  /** Adds a subscriber once it is sure that she misses nothing from now on; answers what refuses her. */
  async join(subscriber: Subscriber): Promise<readonly GraphQLFormattedError[] | null> {
    this.subscribers.add(subscriber);
    return this.started;
  }

  leave(subscriber: Subscriber): void {
    this.subscribers.delete(subscriber);
    if (this.subscribers.size === 0) this.stop();
  }

  /** Goes on as what the caller is by now: with other grants, or another role. */
  become(actor: Actor): void {
    if (sameRights(this.actor, actor)) return;
    this.actor = actor;
    this.alarm.ring();
  }

  fresh(): RequestContext {
    return this.around.contextFor(this.actor, this.origin);
  }

  turn<T>(read: () => Promise<T>): Promise<T> {
    return this.around.gate.pass(read);
  }

  on(topic: Topic, listener: (about: string) => void): void {
    if (!this.ended) this.listening.push(this.around.channel.on(topic, listener));
  }

  private stop(): void {
    if (this.ended) return;
    this.ended = true;
    for (const silence of this.listening) silence();
    this.alarm.ring();
    this.onEnd();
  }

  private async start(): Promise<readonly GraphQLFormattedError[] | null> {
    try {
      const source = await createSourceEventStream(this.request(new LiveContext(this.fresh(), this)));
      if (!(Symbol.asyncIterator in source)) return this.refused(source.errors ?? []);
      const pages = source[Symbol.asyncIterator]() as AsyncIterator<unknown[]>;
      const { onlyNews = false } = source as Pages<unknown>;
      const known = onlyNews ? await this.answers((await pages.next()).value) : [];
      void this.run(pages, onlyNews, known[0]?.news ?? null);
      return null;
    } catch (error) {
      return this.refused([asGraphQLError(error)]);
    }
  }

  private refused(errors: readonly GraphQLError[]): readonly GraphQLFormattedError[] {
    this.stop();
    return presentErrors(this.around.log, errors);
  }

  private async run(pages: AsyncIterator<unknown[]>, onlyNews: boolean, known: string | null): Promise<void> {
    let errors: readonly GraphQLFormattedError[] | null = null;
    let last = known;
    try {
      for (let page = await pages.next(); !page.done && !this.ended; page = await pages.next())
        for (const { text, news } of await this.answers(page.value)) {
          if (!onlyNews || news !== last) await this.handOn(text);
          last = news;
        }
    } catch (error) {
      errors = presentErrors(this.around.log, [asGraphQLError(error)]);
    }
    this.stop();
    for (const subscriber of this.subscribers) subscriber.end(errors);
  }

  private async handOn(json: string): Promise<void> {
    const answer = new Written(json);
    for (const subscriber of this.subscribers) subscriber.send(answer);
    if (this.waits) await Promise.all([...this.subscribers].map((subscriber) => subscriber.taken()));
    else await setImmediate(); // sockets take what was sent before the next comes
  }

  /** The answers of a page; while the database is away they are tried again, since nobody may miss one. */
  private async answers(page: unknown[]): Promise<Answer[]> {
    for (let tries = 0; ; tries += 1) {
      const answers = await this.turn(() => this.execute(page));
      if (this.ended || tries >= PATIENCE || !answers.some(({ unavailable }) => unavailable)) return answers;
      await sleep(Math.min(1_000 * (tries + 1), 10_000));
    }
  }

  /** Side by side, so that what they load is loaded at once. */
  private execute(page: unknown[]): Promise<Answer[]> {
    const context = this.fresh();
    return Promise.all(
      page.map(async (value) => this.write(await execute({ ...this.request(context), rootValue: value }))),
    );
  }

  private request(contextValue: RequestContext) {
    const { document, variables, name } = this.operation;
    const { schema } = this.around;
    return { schema, document, contextValue, variableValues: variables, operationName: name };
  }

  private write({ data, errors }: ExecutionResult): Answer {
    if (!errors) {
      const text = JSON.stringify({ data });
      return { text, news: text, unavailable: false };
    }
    const presented = presentErrors(this.around.log, errors);
    const codes = presented.map(({ path, extensions }) => ({ path, code: extensions?.code }));
    return {
      text: JSON.stringify({ data, errors: presented }),
      news: JSON.stringify({ data, errors: codes }),
      unavailable: codes.some(({ code }) => code === 'SERVICE_UNAVAILABLE'),
    };
  }
}
