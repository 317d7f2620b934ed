/** Headlines by id, by article and by capture, for all parents at once. */
import { relation } from '../core/context.js';
import { groupBy } from '../core/group-by.js';
import type { Headline, Ticker } from './headline.entity.js';
import { findArticleHeadlines, findHeadlines, findTickers, listObserved } from './headline.sql.js';
import { listRelated, type RelatedRow } from './related.sql.js';
import { listPins, type PinRow } from './ticker.sql.js';

export const headlineById = relation<string, Headline | null>(null, async ({ db, actor }, ids) => {
  const ofArticles = ids.filter((id) => id.startsWith('ha')).map((id) => id.slice(1));
  const own = ids.filter((id) => !id.startsWith('ha'));
  const [observed, virtual] = await Promise.all([
    own.length > 0 ? findHeadlines(db, actor, own) : [],
    ofArticles.length > 0 ? findArticleHeadlines(db, actor, ofArticles) : [],
  ]);
  return new Map([...observed, ...virtual].map((row) => [row.id, row]));
});

export const observedHeadlines = relation<string, Headline[], { first: number }>(
  [],
  async ({ db, actor }, ids, { first }) =>
    groupBy(await listObserved(db, actor, ids, first), (row) => row.observedWith),
);

/** The one place that ranks related headlines. */
export const relatedHeadlines = relation<string, RelatedRow[], { first: number }>(
  [],
  async ({ db, actor }, ids, { first }) => groupBy(await listRelated(db, actor, ids, first), (row) => row.relatedTo),
);

export const tickerById = relation<string, Ticker | null>(null, async ({ db, actor }, ids) => {
  const rows = await findTickers(db, actor, { ids });
  return new Map(rows.map((row) => [row.id, row]));
});

export const pinsOfTicker = relation<string, PinRow[]>([], async ({ db, actor }, ids) =>
  groupBy(await listPins(db, actor, ids), (row) => row.tickerId),
);
