/** What articles have done after a commit. */
import { handleJob } from '../jobs/job.js';
import { ARTICLES_RELIST, relistNext } from './relist-articles.js';

export const articlesRelist = handleJob(ARTICLES_RELIST, (db, payload) =>
  db.transaction((tx) => relistNext(tx, payload)),
);
