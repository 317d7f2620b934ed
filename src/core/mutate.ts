/** How every mutation runs: checked input, one transaction, and a payload whose errors the caller can mend. */
import type { RequestContext } from './context.js';
import type { Tx } from './database.js';
import { Rejected, type UserError } from './user-error.js';

/** PostgreSQL's codes for two transactions that met: neither is wrong, and one of them has to begin again. */
const RACES = new Set(['40P01', '40001']);
const MAX_TRIES = 4;

/**
 * Runs `work` in one transaction, `present` after its commit, when the request's loaders have been emptied. A
 * Rejected from either leaves nothing changed by `work` that was not committed, and becomes `errors`.
 */
export function mutate<Result, Payload extends object>(
  ctx: RequestContext,
  work: (tx: Tx) => Promise<Result>,
  present: (result: Result) => Payload | Promise<Payload>,
): Promise<Payload & { errors: UserError[] }> {
  return answer(ctx, () => transact(ctx, work), present);
}

/**
 * `mutate` with an input that `parse` checks first, on no connection: a mistake begins no transaction, and none is held open,
 * or begun again with the same work, while a long text is cleaned.
 */
export function mutateChecked<Input, Result, Payload extends object>(
  ctx: RequestContext,
  parse: () => Input,
  work: (tx: Tx, input: Input) => Promise<Result>,
  present: (result: Result) => Payload | Promise<Payload>,
): Promise<Payload & { errors: UserError[] }> {
  const begin = () => {
    const input = parse();
    return transact(ctx, (tx) => work(tx, input));
  };
  return answer(ctx, begin, present);
}

/**
 * `mutate` for what must do a part of its work on no connection, such as hashing a password, or beside the transaction,
 * such as counting a guess that is to stay counted. `work` calls `transact` itself.
 */
export async function answer<Result, Payload extends object>(
  ctx: RequestContext,
  work: () => Promise<Result>,
  present: (result: Result) => Payload | Promise<Payload>,
): Promise<Payload & { errors: UserError[] }> {
  try {
    const result = await work();
    ctx.forget();
    return { ...(await present(result)), errors: [] };
  } catch (error) {
    ctx.forget();
    if (error instanceof Rejected) return { ...(error.payload as Payload), errors: error.errors };
    throw error;
  }
}

/** One transaction, begun again where it met another. */
export async function transact<Result>(ctx: RequestContext, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await ctx.db.transaction(work);
    } catch (error) {
      if (tries >= MAX_TRIES || !RACES.has((error as { code?: string }).code ?? '')) throw error;
    }
  }
}
