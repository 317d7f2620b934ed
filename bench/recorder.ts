/** Takes the place of the database to learn which statements the program would run: they are kept, none is run. */
import type { Db } from '../src/core/database.js';

export interface Statement {
  text: string;
  values: unknown[];
  /** Set where the program has it prepared. */
  name: string | undefined;
}

/** The one statement that the work runs. */
export async function recordStatement(work: (db: Db) => Promise<unknown>): Promise<Statement> {
  const statements: Statement[] = [];
  const db: Db = {
    async query<T>(text: string, values: unknown[] = [], name?: string): Promise<T[]> {
      statements.push({ text, values, name });
      return [];
    },
  };
  await work(db);
  const [statement] = statements;
  if (!statement || statements.length > 1) throw new Error(`One statement was expected: ${statements.length} were run`);
  return statement;
}
