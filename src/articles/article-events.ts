/** What happens to articles that others act on after the commit; handlers stand with those who act. */
import { defineJob } from '../jobs/job.js';

/** An article was published at the desk, now or for its hour. */
export const ARTICLE_PUBLISHED = defineJob<{ articleId: string }>('article.published');
