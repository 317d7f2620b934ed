/**
 * Pages as they were last made, kept until something that readers see changes: the channel tells. What the clock alone changes, and
 * what was not heard since the connection broke unnoticed, ends with the time for which every cache may keep a page.
 */
import { LRUCache } from 'lru-cache';
import type { Channel, Topic } from '../core/channel.js';

/** Seconds for which a page may be kept; said to browsers and caches too. */
export const MAX_AGE = 30;

const BYTES = 64 * 1024 * 1024;

/** What a page is made of, and its parts that are told without an article's change. */
const TOPICS: Topic[] = ['noted', 'changes', 'ticker', 'shown'];

/** Pages by whatever they depend on: who made them says by which key they are the same. */
export class PageCache<Page extends { bytes: Buffer }> {
  private readonly pages = new LRUCache<string, Page, () => Promise<Page>>({
    maxSize: BYTES,
    sizeCalculation: ({ bytes }, key) => Math.ceil(1.5 * bytes.length) + key.length + 500, // once more compressed
    ttl: MAX_AGE * 1_000,
    fetchMethod: (_key, _old, { context: make }) => make(),
    ignoreFetchAbort: true, // what was being made when something changed is for those who asked before, and is not kept
  });

  /** Forgets everything that it holds whenever the channel tells of a change. */
  constructor(private readonly channel: Channel) {
    for (const topic of TOPICS) channel.on(topic, () => this.pages.clear());
  }

  /** The page, made now where it is not there; of those who ask at once one makes it for all. */
  async get(key: string, make: () => Promise<Page>): Promise<Page> {
    if (!this.channel.isListening) return make();
    return this.pages.forceFetch(key, { context: make });
  }
}
