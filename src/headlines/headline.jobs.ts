/** What headlines have done after a commit. */
import { ARTICLE_PUBLISHED } from '../articles/article-events.js';
import { handleJob } from '../jobs/job.js';
import { linkHeadlines } from './link-headlines.js';

/** Headlines that were seen before their article was here lead to it from then on. */
export const headlinesLink = handleJob(ARTICLE_PUBLISHED, (db, { articleId }) =>
  db.transaction((tx) => linkHeadlines(tx, { articleIds: [articleId] })),
);
