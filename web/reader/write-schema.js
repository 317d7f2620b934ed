/** Writes the schema's types for gql.tada, from schema.graphql: the only thing that the site knows of the server. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { buildSchema, introspectionFromSchema } from 'graphql';

const read = (path) => readFileSync(new URL(path, import.meta.url), 'utf8');
const introspection = introspectionFromSchema(buildSchema(read('../../schema.graphql')), { descriptions: false });
const folder = new URL('src/generated/', import.meta.url);
mkdirSync(folder, { recursive: true });
writeFileSync(new URL('schema.d.ts', folder), `export type introspection = ${JSON.stringify(introspection)};\n`);
