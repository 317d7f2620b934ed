/** What a page costs a reader: few bytes of script, few of everything but pictures and faces, and nothing from elsewhere. */
import { gzipSync } from 'node:zlib';
import type { Response } from 'playwright-core';
import { kindsIn } from './support/page-kinds.js';
import { PHONE } from './support/reader.js';
import { withSite } from './support/with-site.js';

const site = withSite();

const MOST_SCRIPT = 15_000;
const MOST_IN_ALL = 60_000;

/** Of a kind, by what the browser asked for it; a stream has no end to be weighed. */
const NOT_WEIGHED = ['image', 'font', 'eventsource'];

/** Compressed: as it came, or as a proxy in front of the server would send it. */
async function bytesOf(response: Response): Promise<number> {
  if (response.headers()['content-encoding']) return (await response.request().sizes()).responseBodySize;
  return gzipSync(await response.body()).length;
}

describe.each(['ar', 'fr'] as const)('in %s', (language) => {
  it.each(kindsIn(language))('a $kind is light', ({ pathOn }) =>
    site.asReader({ language, size: PHONE }, async (reader) => {
      const responses: Response[] = [];
      reader.page.on('response', (response) => responses.push(response));
      await reader.goTo(pathOn(site));
      const weighed = responses.filter((response) => !NOT_WEIGHED.includes(response.request().resourceType()));
      const bytes = new Map<string, number>();
      for (const response of weighed) {
        const kind = response.request().resourceType();
        bytes.set(kind, (bytes.get(kind) ?? 0) + (await bytesOf(response)));
      }
      expect([...bytes.keys()].sort()).toEqual(['document', 'script', 'stylesheet']);
      expect(bytes.get('script')).toBeLessThan(MOST_SCRIPT);
      expect([...bytes.values()].reduce((sum, one) => sum + one)).toBeLessThan(MOST_IN_ALL);
    }),
  );
});
