/**
 * A process that uses the embedded PostgreSQL, for embedded-postgres.test.ts, which lets it end in every way there is.
 * It reports on stdout, one JSON object a line, and ends properly when its input ends.
 */
import { useEmbeddedPostgres as openServer } from '../../src/core/embedded/embedded-postgres.js';

const [, , dataDir = '', durable] = process.argv;
const say = (fact: object) => process.stdout.write(`${JSON.stringify(fact)}\n`);

try {
  const log = (line: string) => say({ log: line });
  const server = await openServer(dataDir, { durable: durable === 'durable', log });
  say({ url: server.url });
  for await (const _ of process.stdin);
  await server.release();
  say({ released: true });
} catch (error) {
  say({ error: (error as Error).message });
}
