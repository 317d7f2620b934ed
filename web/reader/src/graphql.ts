/** Typed documents: what a query asks for is what its answer holds, checked against schema.graphql. */
import { initGraphQLTada } from 'gql.tada';
import type { introspection } from './generated/schema.js';

export const graphql = initGraphQLTada<{
  introspection: introspection;
  scalars: { DateTime: string; Date: string; URL: string; Language: string };
}>();

/** A scalar or an enum of the schema, as answers have it. */
export type Scalar<Name extends string> = ReturnType<typeof graphql.scalar<Name>>;

export { type FragmentOf, type ResultOf, readFragment, type TadaDocumentNode } from 'gql.tada';
