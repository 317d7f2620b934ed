/** What happens to articles and later features work on, by the queue. */
import { defineJob } from '../jobs/job.js';

/** An article has got a public face, or another one; it may not be due yet. */
export const ARTICLE_PUBLISHED = defineJob<{ articleId: string }>('article.published');
