/** Ways through the schema: every selection of at most so many edges, generated, so that it grows with the schema. */
import {
  type GraphQLField,
  type GraphQLNamedType,
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
