/**
 * Keyset connections after the Relay cursor specification. A cursor holds the order's name, the sort value and the id of
 * its row: a page is what stands beyond that place in the order, so rows that come or go never shift it, and rows with
 * equal sort values are told apart by their ids. A cursor of another order or type is refused.
 */
import { ArgsType, type ClassType, Field, Int, ObjectType } from 'type-graphql';
import { badUserInput } from './errors.js';

/** Largest page that may be asked for where a field says nothing else. */
export const MAX_PAGE = 100;
/** Largest page of the change feed. */
export const MAX_CHANGES = 1_000;
const DEFAULT_PAGE = 20;
/** Counting stops here: past it, the exact number costs more than it tells. */
export const COUNT_CAP = 10_000;

@ArgsType()
export class ForwardArgs {
  @Field(() => Int, {
    nullable: true,
    description: 'How many to answer from the beginning, or after `after`; 1 to 100.',
  })
  first?: number | null;

  @Field(() => String, { nullable: true, description: 'A cursor: answer what stands after it.' })
  after?: string | null;
}

@ArgsType()
export class PageArgs extends ForwardArgs {
  @Field(() => Int, { nullable: true, description: 'How many to answer from the end, or before `before`; 1 to 100.' })
  last?: number | null;

  @Field(() => String, { nullable: true, description: 'A cursor: answer what stands before it.' })
  before?: string | null;
}

/** A place in an order: the value that rows are sorted by, and the id that tells equal values apart. */
export interface Place {
  value: string;
  id: string;
}

/** A page as SQL needs it: `limit` rows (one more is read to know whether there are more) between two places. */
export interface PageRequest {
  /** Name of the order that cursors of this list carry. */
  order: string;
  limit: number;
  /** From the end of the list backwards. */
  backward: boolean;
  after: Place | null;
  before: Place | null;
}

/** What sort values look like, so that a forged cursor is refused before SQL sees it. Instants are epoch milliseconds. */
const VALUES = { text: /^/, number: /^-?\d{1,14}$/ };
type ValueKind = keyof typeof VALUES;

/** Checks the arguments of a list. BAD_USER_INPUT names the argument that is wrong. */
export function readPage(args: PageArgs, order: string, values: ValueKind): PageRequest {
  const { first, last } = args;
  if (first != null && last != null) throw badUserInput('last', 'either first or last, not both');
  const name = last != null ? 'last' : 'first';
  return {
    order,
    limit: readCount(name, first ?? last ?? DEFAULT_PAGE),
    backward: last != null,
    after: args.after == null ? null : readCursor('after', args.after, order, values),
    before: args.before == null ? null : readCursor('before', args.before, order, values),
  };
}

/** A number of rows, from 1 to `most`. */
export function readCount(argument: string, count: number, most = MAX_PAGE): number {
  if (count < 1 || count > most) throw badUserInput(argument, `${count} is not from 1 to ${most}`);
  return count;
}

/** Rows as they came from SQL, up to one more than the page, in the direction of travel. */
export interface Page<Node> {
  readonly request: PageRequest;
  readonly nodes: Node[];
  readonly hasMore: boolean;
  place(node: Node): Place;
  readonly count: () => Promise<Count>;
}

export function makePage<Node>(
  request: PageRequest,
  rows: Node[],
  place: (node: Node) => Place,
  count: () => Promise<Count>,
): Page<Node> {
  const nodes = rows.slice(0, request.limit);
  if (request.backward) nodes.reverse();
  return { request, nodes, hasMore: rows.length > request.limit, place, count };
}

export function writeCursor(order: string, place: Place): string {
  return Buffer.from(`${order} ${place.id} ${place.value}`).toString('base64url');
}

function readCursor(argument: string, cursor: string, order: string, values: ValueKind): Place {
  const text = cursor.length <= 1024 ? Buffer.from(cursor, 'base64url').toString() : '';
  const [, found, id, value] = /^(\S+) (\S{1,64}) (.*)$/su.exec(text) ?? [];
  if (found === undefined || id === undefined || value === undefined || text.includes('\0')) {
    throw badUserInput(argument, 'this is not a cursor: take one that this list answered');
  }
  if (found !== order) {
    throw badUserInput(argument, `this cursor belongs to another list (${found}): take one of this list in this order`);
  }
  if (!VALUES[values].test(value))
    throw badUserInput(argument, 'this is not a cursor: take one that this list answered');
  return { id, value };
}

@ObjectType({ description: 'What stands before and after a page, and the cursors of its ends.' })
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether more follows the last edge.' })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: 'Whether something precedes the first edge.' })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the first edge; null on an empty page.' })
  startCursor!: string | null;

  @Field(() => String, { nullable: true, description: 'Cursor of the last edge; null on an empty page.' })
  endCursor!: string | null;
}

@ObjectType({
  description: 'A number, computed only when selected; counted up to 10,000, past which `exact` is false.',
})
export class Count {
  @Field(() => Int, { description: 'The number, or 10,000 where there are more.' })
  value!: number;

  @Field(() => Boolean, { description: 'False where there are more than `value`.' })
  exact!: boolean;
}

/** A number as the contract shows it: no further than the cap. */
export function capped(value: number): Count {
  return { value: Math.min(value, COUNT_CAP), exact: value <= COUNT_CAP };
}

/** What a connection's resolvers answer from: the page that SQL read, seen as edges, nodes or information on it. */
export abstract class ConnectionOf<Node> {
  constructor(private readonly page: Page<Node>) {}

  get nodes(): Node[] {
    return this.page.nodes;
  }

  get edges(): { node: Node; cursor: string }[] {
    return this.page.nodes.map((node) => ({ node, cursor: this.cursor(node) as string }));
  }

  get pageInfo(): PageInfo {
    const { request, nodes, hasMore } = this.page;
    return {
      hasNextPage: request.backward ? request.before !== null : hasMore,
      hasPreviousPage: request.backward ? hasMore : request.after !== null,
      startCursor: this.cursor(nodes[0]),
      endCursor: this.cursor(nodes.at(-1)),
    };
  }

  get totalCount(): Promise<Count> {
    return this.page.count();
  }

  private cursor(node: Node | undefined): string | null {
    return node === undefined ? null : writeCursor(this.page.request.order, this.page.place(node));
  }
}

/** Makes the `XConnection` and `XEdge` types of a node type. */
export function connectionTypes<Node extends object>(name: string, nodeType: () => ClassType<Node>) {
  @ObjectType(`${name}Edge`, { description: `One ${name} in a list, with its place in it.` })
  class Edge {
    @Field(() => String, { description: 'Where this edge stands in this list and order; opaque.' })
    cursor!: string;

    @Field(nodeType, { description: `The ${name}.` })
    node!: Node;
  }

  @ObjectType(`${name}Connection`, { description: `A page of a list of ${name}s.` })
  class Connection extends ConnectionOf<Node> {
    @Field(() => [Edge], { description: 'The rows of the page with their cursors.' })
    override get edges(): Edge[] {
      return super.edges;
    }

    @Field(() => [nodeType()], { description: 'The rows of the page without their cursors.' })
    override get nodes(): Node[] {
      return super.nodes;
    }

    @Field(() => PageInfo, { description: 'What stands before and after.' })
    override get pageInfo(): PageInfo {
      return super.pageInfo;
    }

    @Field(() => Count, { nullable: true, description: 'How many there are in the whole list.' })
    override get totalCount(): Promise<Count> {
      return super.totalCount;
    }
  }
  return Connection;
}
