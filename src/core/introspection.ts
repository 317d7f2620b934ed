/** INTROSPECTION=off keeps the schema for editors: which documents ask for it. */
import { BREAK, type DocumentNode, visit } from 'graphql';

export function asksForSchema(document: DocumentNode): boolean {
  let asks = false;
  visit(document, {
    Field({ name }) {
      if (name.value !== '__schema' && name.value !== '__type') return;
      asks = true;
      return BREAK;
    },
  });
  return asks;
}
