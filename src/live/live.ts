/** All that subscriptions need on one node, from the channel that wakes them to the connections that they go to. */
import { randomUUID } from 'node:crypto';
import type { FastifyBaseLogger } from 'fastify';
import { GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import type { Actor } from '../core/access.js';
import type { Channel } from '../core/channel.js';
import { RequestContext, type RequestSettings } from '../core/context.js';
import type { Database } from '../core/database.js';
import { Gate } from '../core/gate.js';
import { asGraphQLError, presentErrors } from '../core/graphql-errors.js';
import { begunSubscriptions, openSubscriptions } from '../core/metrics.js';
import { Budget } from './budget.js';
import type { Known } from './caller.js';
import { Connections } from './connections.js';
import { Holders } from './holders.js';
import { type Operation, type OperationRequest, Operations } from './operation.js';
import type { Transport } from './outlet.js';
import type { Subscriber } from './shared-stream.js';
import { Streams } from './streams.js';

export interface LiveSettings extends RequestSettings {
  readonly publicUrl: string | undefined;
  readonly introspection: boolean;
}

/** Answers made at once; a request of somebody who waits finds a connection beside them. */
const AT_ONCE = 4;

/** Who subscribes, and how she came. */
export interface Caller {
  known: Known;
  address: string;
  origin: string;
  transport: Transport;
}

export class Live {
  readonly connections: Connections;
  readonly holders: Holders;
  private readonly streams: Streams;
  private readonly operations: Operations;
  private readonly budget: Budget;

  constructor(
    readonly schema: GraphQLSchema,
    private readonly db: Database,
    readonly settings: LiveSettings,
    readonly log: FastifyBaseLogger,
    channel: Channel,
  ) {
    this.connections = new Connections(settings.rateLimit);
    this.budget = new Budget(db, settings.rateLimit);
    this.operations = new Operations(schema, settings.introspection);
    this.streams = new Streams({
      schema,
      channel,
      log,
      gate: new Gate({ atOnce: AT_ONCE, longestLine: 100_000, longestWait: 60_000 }, tooBusy),
      contextFor: (actor, origin) => this.contextFor(actor, origin),
    });
    this.holders = new Holders(db, channel, log, (actor) => this.streams.become(actor));
  }

  /** What is asked for, or what is wrong with it. */
  read(request: OperationRequest, actor: Actor): Operation | readonly GraphQLError[] {
    return this.operations.read(request, actor);
  }

  /** Subscribes; answers what refuses it, or what ends it. */
  async subscribe(
    operation: Operation,
    { known, address, origin, transport }: Caller,
    subscriber: Subscriber,
  ): Promise<GraphQLFormattedError[] | (() => void)> {
    const { actor } = known;
    const giveBack = await this.budget.take(known, address, operation.cost).catch(asGraphQLError);
    if (giveBack instanceof GraphQLError) return this.present([giveBack]);
    const { errors, leave } = await this.streams.join(operation, actor, origin, subscriber);
    if (errors) {
      giveBack();
      return [...errors];
    }
    begunSubscriptions.inc({ transport });
    openSubscriptions.inc({ transport });
    let left = false;
    return () => {
      if (left) return;
      left = true;
      openSubscriptions.dec({ transport });
      giveBack();
      leave();
    };
  }

  present(errors: readonly GraphQLError[]): GraphQLFormattedError[] {
    return presentErrors(this.log, errors);
  }

  /** Ends every connection. */
  async close(): Promise<void> {
    this.holders.close();
    await this.connections.close();
  }

  private contextFor(actor: Actor, origin: string): RequestContext {
    return new RequestContext(
      this.db,
      actor,
      { id: randomUUID(), origin, address: '', acceptLanguage: undefined, token: null },
      this.settings,
      { set: () => undefined, clear: () => undefined },
      this.log,
    );
  }
}

const tooBusy = () =>
  new GraphQLError('The server is too busy to follow what changes: subscribe again in a moment.', {
    extensions: { code: 'SERVICE_UNAVAILABLE' },
  });
