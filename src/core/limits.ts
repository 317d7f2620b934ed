/**
 * What one query, and one caller, may cost. An object costs 1, a plain field a tenth, a list as many times its content
 * as it may have rows; so the limit holds whatever the nesting. Introspection of GraphiQL and 100 articles with source,
 * 20 tags and 6 related headlines each stay far below it.
 */
import type { ApolloServerPlugin } from '@apollo/server';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  getVariableValues,
  isLeafType,
  isListType,
  type OperationDefinitionNode,
} from 'graphql';
import { type ComplexityEstimator, getComplexity } from 'graphql-query-complexity/cjs'; // its ESM build loads a second graphql
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import type { Actor } from './access.js';
import { networkOf } from './address.js';
import { notOffered, rateLimited, tooComplex, wrongVariable } from './errors.js';
import { MAX_CHANGES, MAX_PAGE } from './page.js';

export const MAX_COST = 20_000;
/** Levels of a query; GraphiQL's introspection has 15. */
const MAX_DEPTH = 20;
export const MAX_TOKENS = 8_000;

/** What a change costs beside its answer: a hundred of them in one document are enough. */
const CHANGE = 200;

/** Rows that a list without a page size is taken for. */
const USUAL_ROWS = 10;
const LEAF = 0.1;

/** Cost that one partner, and for all others one address, may ask for in a minute. */
const COST_PER_MINUTE = 3_000_000;

const estimate: ComplexityEstimator = ({ type, field, args, childComplexity }) => {
  if (type.name === 'Mutation') return CHANGE + childComplexity;
  if (isLeafType(getNamedType(field.type))) return LEAF;
  const asked = args.first ?? args.last ?? (args.ids as unknown[] | undefined)?.length;
  // What is out of bounds is refused by the field itself, which can name it.
  const most = field.name === 'changes' ? MAX_CHANGES : MAX_PAGE;
  if (typeof asked === 'number') return 1 + Math.min(Math.max(asked, 0), most) * childComplexity;
  const isConnection = getNamedType(field.type).name.endsWith('Connection');
  if (isConnection) return 1 + 2 * USUAL_ROWS * childComplexity;
  const rowsCounted = field.name === 'nodes' || field.name === 'edges';
  return 1 + (isListType(getNullableType(field.type)) && !rowsCounted ? USUAL_ROWS : 1) * childComplexity;
};

/** Refuses documents of too many levels. */
export const depthRule = maxDepthRule({
  n: MAX_DEPTH,
  ignoreIntrospection: true,
  propagateOnRejection: false, // thrown, it would count as a failure of the server
  onReject: [
    (context) => {
      const message = `This query has more than ${MAX_DEPTH} levels: ask in several queries.`;
      context?.reportError(new GraphQLError(message, { extensions: { keepCode: 'QUERY_TOO_COMPLEX' } }));
    },
  ],
});

/** Costs by document and variables: the same few documents come again and again. Never those of changes: they hold passwords. */
const known = new WeakMap<DocumentNode, Map<string, number>>();
const MAX_KNOWN = 100;
const MAX_KEY = 500;

/** Where the caller stands with the plugins of Apollo. */
export interface LimitedContext {
  actor: Actor;
  request: { address: string };
}

/** Whose cost is counted together: a partner's by all her keys, everybody else's by the network. */
export const payerOf = (actor: Actor, address: string) =>
  actor.kind === 'partner' ? actor.partnerId : networkOf(address);

/** Refuses what costs too much, and callers who ask for too much in a minute. */
export function limits(options: { rateLimit: boolean }): ApolloServerPlugin<LimitedContext> {
  const limiter = new RateLimiterMemory({ points: COST_PER_MINUTE, duration: 60 });
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ schema, document, operation, request, contextValue }) {
          if (!operation) return; // Apollo says which one is missing
          if (operation.operation === 'subscription') throw notOffered(operation.operation);
          const cost = boundedCost(schema, document, operation, request.variables ?? {});
          if (!options.rateLimit) return;
          const { actor, request: caller } = contextValue;
          await limiter.consume(payerOf(actor, caller.address), cost).catch((state: RateLimiterRes) => {
            throw rateLimited(Math.ceil(state.msBeforeNext / 1000));
          });
        },
      };
    },
  };
}

/** What the operation may cost; QUERY_TOO_COMPLEX where that is more than any may, BAD_USER_INPUT for wrong variables. */
export function boundedCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): number {
  const costs = known.get(document) ?? new Map<string, number>();
  known.set(document, costs);
  const key = `${operation.name?.value ?? ''} ${JSON.stringify(variables)}`;
  const cost = costs.get(key) ?? costOf(schema, document, operation, variables);
  if (operation.operation !== 'mutation' && key.length <= MAX_KEY && costs.size < MAX_KNOWN) costs.set(key, cost);
  if (cost > MAX_COST) throw tooComplex(cost, MAX_COST);
  return cost;
}

/** What the operation may cost. Variables are checked first: the library throws at wrong ones what looks like a failure. */
function costOf(
  schema: GraphQLSchema,
  query: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): number {
  const checked = getVariableValues(schema, operation.variableDefinitions ?? [], variables, { maxErrors: 10 });
  if (checked.errors?.[0]) throw wrongVariable(checked.errors[0].message);
  try {
    const operationName = operation.name?.value;
    return Math.ceil(getComplexity({ schema, query, variables, operationName, estimators: [estimate] }));
  } catch (error) {
    const message = (error as Error).message;
    // Past 10,000 nodes the library gives up; else it met a null where a default must not be overridden.
    throw /maximum/i.test(message) ? tooComplex(Number.POSITIVE_INFINITY, MAX_COST) : wrongVariable(message);
  }
}
