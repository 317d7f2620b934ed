/** The queue's part of `warraq check`: jobs that were tried as often as they may be stay in the queue's table. */
import type { Check } from '../core/check.js';
import type { Database } from '../core/database.js';

/** SQL that is true for the rows of the queue's table that are tried no more. */
export const GIVEN_UP = 'attempts >= max_attempts and locked_at is null';

export async function checkQueue(db: Database): Promise<Check> {
  const rows = await db.query<{ name: string; jobs: number; error: string | null }>(
    `select task_identifier as name, count(*)::int as jobs, max(last_error) as error from graphile_worker.jobs
     where ${GIVEN_UP} group by task_identifier order by task_identifier limit 20`,
  );
  if (rows.length === 0) return { name: 'queue', ok: true, detail: 'no job was given up' };
  const names = rows.map(({ name, jobs }) => `${jobs} of ${name}`).join(', ');
  const cause = rows[0]?.error?.split('\n')[0]?.slice(0, 200) ?? 'see last_error in graphile_worker.jobs';
  return {
    name: 'queue',
    ok: false,
    detail:
      `jobs given up: ${names} (${cause}); mend the cause, then run in the database: select graphile_worker.reschedule_jobs(` +
      `array(select id from graphile_worker.jobs where ${GIVEN_UP}), attempts => 0)`,
  };
}
