/** Gives back the jobs of workers that were killed: no job here takes long, and each bears being run again. */
import type { Db } from '../core/database.js';

const LONGEST = `interval '10 minutes'`;

export async function freeJobs(db: Db): Promise<void> {
  await db.query(
    `select graphile_worker.force_unlock_workers(array(
       select distinct j.locked_by from graphile_worker._private_jobs j where j.locked_at < now() - ${LONGEST}))`,
  );
}
