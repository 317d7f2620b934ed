/** Ways through the schema: every selection of at most so many edges, generated, so that it grows with the schema. */
import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';

type Skip = (type: string, field: string) => boolean;

/** Selections on a type: first all its plain fields, then all that `depth` more edges lead to, an edge at a time. */
export function* selections(
  schema: GraphQLSchema,
  type: GraphQLNamedType,
  depth: number,
  skip: Skip = () => false,
): Generator<string> {
  if (isInterfaceType(type)) {
    for (const of of schema.getPossibleTypes(type))
      for (const selection of selections(schema, of, depth, skip))
        yield `__typename ... on ${of.name} { ${selection} }`;
    return;
  }
  if (!isObjectType(type)) return;
  const fields = Object.values(type.getFields()).filter(
    (field) => !skip(type.name, field.name) && !field.args.some(isRequiredArgument),
  );
  const isPlain = (field: GraphQLField<unknown, unknown>) => isLeafType(getNamedType(field.type));
  yield ['__typename', ...fields.filter(isPlain).map((field) => field.name)].join(' ');
  if (depth === 0) return;
  for (const field of fields.filter((one) => !isPlain(one)))
    for (const selection of selections(schema, getNamedType(field.type), depth - 1, skip))
      yield `${field.name} { ${selection} }`;
}

// biome-ignore lint/suspicious/noExplicitAny: whatever was asked for
type Ask = (query: string) => Promise<{ data: any }>;

/** Ways that are asked at the same time. */
const AT_ONCE = 4;

/**
 * Asks in every way that there is from these roots, each with its arguments, and answers what was said by query. What is null
 * at its root has no further ways.
 */
export async function walkFrom(
  schema: GraphQLSchema,
  ask: Ask,
  roots: Record<string, string[]>,
  depth: number,
  skip?: Skip,
): Promise<Map<string, string>> {
  const said = new Map<string, string>();
  const say = async (text: string) => {
    const answer = await ask(text);
    said.set(text, JSON.stringify(answer));
    return answer.data;
  };
  for (const [name, variants] of Object.entries(roots)) {
    const type = getNamedType(schema.getQueryType()?.getFields()[name]?.type as GraphQLOutputType);
    for (const args of variants) {
      const found = (await say(`{ ${name}${args} ${isLeafType(type) ? '' : '{ __typename }'} }`))?.[name];
      const types = new Set<string>([found].flat().flatMap((one) => one?.__typename ?? []));
      const ways = [...types].flatMap((typename) =>
        [...selections(schema, schema.getType(typename) as GraphQLNamedType, depth, skip)].map(
          (selection) => `{ ${name}${args} { ... on ${typename} { ${selection} } } }`,
        ),
      );
      for (let at = 0; at < ways.length; at += AT_ONCE) await Promise.all(ways.slice(at, at + AT_ONCE).map(say));
    }
  }
  return said;
}
