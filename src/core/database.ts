/**
 * The connection to PostgreSQL. TypeORM owns the pool, the migrations and the entities; reads and bulk writes go as SQL
 * through the same pool, prepared by name where a statement is hot. `Db` is any connection, `Tx` one in a transaction.
 */
import type pg from 'pg';
import { DataSource } from 'typeorm';
import { databaseStatements } from './metrics.js';
import { MIGRATIONS } from './migrations.js';

/** Whatever can run a statement. A `name` has it prepared once per connection: for hot statements of fixed text. */
export interface Db {
  query<T>(text: string, values?: unknown[], name?: string): Promise<T[]>;
}

declare const inTransaction: unique symbol;

/** A connection in a transaction: what takes one cannot be given a bare connection. */
export interface Tx extends Db {
  readonly [inTransaction]: true;
}

export interface DatabaseOptions {
  pool: number;
  /** Milliseconds after which the server ends a statement; 0 for commands that may take their time. */
  statementTimeout: number;
  // biome-ignore lint/complexity/noBannedTypes: TypeORM's own type for classes
  entities: Function[];
}

export class Database implements Db {
  private constructor(
    /** Where it is; with its password, so that it must not be logged. */
    readonly url: string,
    readonly dataSource: DataSource,
    private readonly pool: pg.Pool,
  ) {}

  /** Connects; fails within seconds, saying what could not be reached, when there is no server. */
  static async open(url: string, options: DatabaseOptions): Promise<Database> {
    const dataSource = new DataSource({
      type: 'postgres',
      url,
      entities: options.entities,
      migrations: MIGRATIONS,
      migrationsTableName: 'migration',
      migrationsTransactionMode: 'each',
      synchronize: false,
      poolSize: options.pool,
      connectTimeoutMS: 10_000,
      applicationName: 'warraq',
      // A pool's idle connection may break (a restarted server); the next request opens another.
      poolErrorHandler: () => undefined,
      extra: {
        statement_timeout: options.statementTimeout,
        idle_in_transaction_session_timeout: 60_000,
        keepAlive: true,
      },
    });
    await dataSource.initialize();
    const pool = (dataSource.driver as unknown as { master: pg.Pool }).master;
    return new Database(url, dataSource, pool);
  }

  async query<T>(text: string, values?: unknown[], name?: string): Promise<T[]> {
    databaseStatements.inc();
    return (await this.pool.query({ text, values, name } as pg.QueryConfig)).rows as T[];
  }

  /** Runs `work` in one transaction: all of it is kept, or, when it throws, none. */
  async transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    const client = (await runner.connect()) as pg.PoolClient;
    try {
      await runner.startTransaction();
      const tx = {
        async query<R>(text: string, values?: unknown[], name?: string) {
          databaseStatements.inc();
          return (await client.query({ text, values, name } as pg.QueryConfig)).rows as R[];
        },
      } as Tx;
      const result = await work(tx);
      await runner.commitTransaction();
      return result;
    } catch (error) {
      await runner.rollbackTransaction().catch(() => undefined); // a broken connection has rolled back by itself
      throw error;
    } finally {
      await runner.release();
    }
  }

  async close(): Promise<void> {
    await this.dataSource.destroy();
  }
}
