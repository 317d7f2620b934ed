/** Telling the hub, after the commit: it may be away, and is tried again. */
import type { HttpClient } from '../core/http/http-client.js';
import { handleJob } from '../jobs/job.js';
import { FEED_CHANGED } from './websub.js';

const TIMEOUT = 10_000;
const REDIRECTS = 3;

/** Tells the hub of each address; throws where one was not taken, so that all are told again: hearing twice does no harm. */
export const feedChanged = (http: HttpClient) =>
  handleJob(FEED_CHANGED, async (_db, { hub, topics }) => {
    for (const topic of topics) {
      const { status } = await http.send({
        url: hub,
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ 'hub.mode': 'publish', 'hub.url': topic }).toString(),
        timeout: TIMEOUT,
        redirects: REDIRECTS,
        maxBytes: 0,
      });
      if (status < 200 || status > 299) throw new Error(`The hub ${new URL(hub).host} answered ${status}.`);
    }
  });
