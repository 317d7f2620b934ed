/** schema.graphql is what the code says, entities are what the database says, and imports go one way. */
import { readFile } from 'node:fs/promises';
import { isInputObjectType, isInterfaceType, isObjectType } from 'graphql';
import { getMetadataArgsStorage } from 'typeorm';
import { Database } from '../src/core/database.js';
import { applyMigrations, readMigrationState } from '../src/core/migrations.js';
import { ENTITIES } from '../src/entities.js';
import { buildSchema, schemaText } from '../src/schema.js';
import { startApp, type TestApp } from './support/app.js';
import { createDatabase } from './support/databases.js';

describe('the schema', () => {
  it('is the one in schema.graphql (npm run schema writes it)', async () => {
    expect(await readFile('schema.graphql', 'utf8')).toBe(schemaText());
  });

  it('describes every type, field and argument', () => {
    const bare: string[] = [];
    for (const type of Object.values(buildSchema().getTypeMap())) {
      if (type.name.startsWith('__')) continue;
      if (!type.description && !['Query', 'Mutation', 'Subscription'].includes(type.name)) bare.push(type.name);
      if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) continue;
      for (const field of Object.values(type.getFields())) {
        if (!field.description) bare.push(`${type.name}.${field.name}`);
        for (const arg of 'args' in field ? field.args : [])
          if (!arg.description) bare.push(`${type.name}.${field.name}(${arg.name})`);
      }
    }
    expect(bare).toEqual([]);
  });
});

describe('the database', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startApp();
  });
  afterAll(() => test.close());

  it('has exactly the columns of the entities', async () => {
    const rows = await test.db.query<{ table: string; column: string }>(
      `select table_name as table, column_name as column from information_schema.columns where table_schema = 'public'`,
    );
    for (const entity of ENTITIES) {
      const metadata = test.db.dataSource.getMetadata(entity);
      const wanted = metadata.columns.map((column) => column.databaseName).sort();
      const found = rows.filter((row) => row.table === metadata.tableName).map((row) => row.column);
      expect({ table: metadata.tableName, columns: found.sort() }).toEqual({
        table: metadata.tableName,
        columns: wanted,
      });
    }
    expect(getMetadataArgsStorage().relations).toEqual([]);
  });

  it('names every constraint and index', async () => {
    const rows = await test.db.query<{ name: string }>(
      `select conname as name from pg_constraint where connamespace = 'public'::regnamespace and contype in ('p', 'u', 'f', 'c')
         and conname ~ '(_pkey|_fkey|_check|_key)\\d*$' and conname !~ '_not_null$' and conrelid <> 'migration'::regclass`,
    );
    expect(rows.map((row) => row.name)).toEqual([]);
  });

  it('is made from empty by the migrations, once, by whoever comes first', async () => {
    const { url, drop } = await createDatabase({ empty: true });
    const open = () => Database.open(url, { pool: 2, statementTimeout: 0, entities: ENTITIES });
    const [one, other] = await Promise.all([open(), open()]);
    const { pending } = await readMigrationState(one);
    expect(pending.length).toBeGreaterThan(1);
    const applied = await Promise.all([applyMigrations(one), applyMigrations(other)]);
    expect(applied.flat().sort()).toEqual(pending.sort());
    expect((await readMigrationState(other)).pending).toEqual([]);
    await one.query(`insert into migration (timestamp, name) values (9999999999999, 'FromTheFuture9999999999999')`);
    await expect(applyMigrations(one)).rejects.toThrow(/FromTheFuture/);
    await one.close();
    await other.close();
    await drop();
  });
});
