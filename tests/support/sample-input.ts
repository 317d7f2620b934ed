/** The least that an input may be: a value for everything required, so that a field can be asked without knowing it. */
import { type GraphQLInputType, isEnumType, isInputObjectType, isListType, isNonNullType } from 'graphql';

const SCALARS: Record<string, unknown> = {
  ID: `a${'0'.repeat(26)}`,
  String: 'x',
  Int: 1,
  Float: 0.5,
  Boolean: true,
  DateTime: '2024-01-01T00:00:00Z',
  Date: '2024-01-01',
  URL: 'https://sample.example/',
  Language: 'ar',
};

export function sampleInput(type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return sampleInput(type.ofType);
  if (isListType(type)) return [sampleInput(type.ofType)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (!isInputObjectType(type)) return SCALARS[type.name];
  const required = Object.values(type.getFields()).filter(
    (field) => isNonNullType(field.type) && field.defaultValue === undefined,
  );
  return Object.fromEntries(required.map((field) => [field.name, sampleInput(field.type)]));
}
