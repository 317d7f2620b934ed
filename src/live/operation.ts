/** What a caller subscribes to: a document that was read, checked and counted, by the rules that queries have. */
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getArgumentValues,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { type Actor, isEditor } from '../core/access.js';
import { badUserInput, forbidden, notOffered } from '../core/errors.js';
import { asksForSchema } from '../core/introspection.js';
import { boundedCost, depthRule, MAX_TOKENS } from '../core/limits.js';

/** As both transports bring it; nothing of it was looked at yet. */
export interface OperationRequest {
  query?: unknown;
  operationName?: unknown;
  variables?: unknown;
}

export interface Operation {
  document: DocumentNode;
  name: string | null;
  variables: Record<string, unknown>;
  cost: number;
  /** The same for whoever asks the same. */
  key: string;
  /** Whether it may begin in the past. */
  resumes: boolean;
}

interface Checked {
  document: DocumentNode | null;
  errors: readonly GraphQLError[];
}

/** Bytes of variables, written as JSON. */
const MAX_VARIABLES = 4_096;
const MAX_KNOWN = 500;
const MAX_ERRORS = 20;

export class Operations {
  /** By their text: many subscribers send the same few. */
  private readonly known = new Map<string, Checked>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly introspection: boolean,
  ) {}

  /** The operation that is asked for, or what is wrong with it. */
  read(request: OperationRequest, actor: Actor): Operation | readonly GraphQLError[] {
    try {
      return this.readUnsafely(request, actor);
    } catch (error) {
      if (error instanceof GraphQLError) return [error];
      throw error;
    }
  }

  private readUnsafely(request: OperationRequest, actor: Actor): Operation | readonly GraphQLError[] {
    const { text, name, variables } = readRequest(request);
    const { document, errors } = this.check(text);
    if (!document || errors.length > 0) return errors;
    const operation = getOperationAST(document, name);
    if (!operation) throw badUserInput('operationName', 'name one of the operations of the document');
    if (operation.operation !== 'subscription') throw notOffered(operation.operation);
    if (!this.introspection && !isEditor(actor) && asksForSchema(document))
      throw forbidden('Introspection is for editors here: sign in.');
    return {
      document,
      name,
      variables,
      cost: boundedCost(this.schema, document, operation, variables),
      key: JSON.stringify([text, name, sorted(variables)]),
      resumes: this.resumes(operation, variables),
    };
  }

  /** Where the root field stands in a fragment, it is taken for one that does. */
  private resumes({ selectionSet }: OperationDefinitionNode, variables: Record<string, unknown>): boolean {
    const [root] = selectionSet.selections;
    if (root?.kind !== Kind.FIELD) return true;
    const field = this.schema.getSubscriptionType()?.getFields()[root.name.value];
    return field !== undefined && getArgumentValues(field, root, variables).after != null;
  }

  private check(text: string): Checked {
    const known = this.known.get(text);
    if (known) return known;
    if (this.known.size >= MAX_KNOWN) this.known.delete(this.known.keys().next().value as string); // the oldest
    const checked = this.parse(text);
    this.known.set(text, checked);
    return checked;
  }

  private parse(text: string): Checked {
    try {
      const document = parse(text, { maxTokens: MAX_TOKENS });
      const options = { maxErrors: MAX_ERRORS, hideSuggestions: !this.introspection };
      const found = validate(this.schema, document, [...specifiedRules, depthRule], options);
      return { document, errors: found.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED')) };
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      return { document: null, errors: [withCode(error, 'GRAPHQL_PARSE_FAILED')] };
    }
  }
}

function readRequest({ query, operationName, variables }: OperationRequest) {
  if (typeof query !== 'string' || query === '') throw badUserInput('query', 'send the document of a subscription');
  if (operationName != null && typeof operationName !== 'string') throw badUserInput('operationName', 'it is no text');
  if (variables != null && (typeof variables !== 'object' || Array.isArray(variables)))
    throw badUserInput('variables', 'they are no object');
  const given = (variables ?? {}) as Record<string, unknown>;
  if (Buffer.byteLength(JSON.stringify(given)) > MAX_VARIABLES)
    throw badUserInput('variables', `they are longer than ${MAX_VARIABLES} bytes`);
  return { text: query, name: operationName || null, variables: given };
}

function withCode(error: GraphQLError, code: string): GraphQLError {
  error.extensions.code ??= code;
  return error;
}

/** With the fields of objects in one order, so that equal variables are equal texts. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner)]),
  );
}
