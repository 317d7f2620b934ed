/** Turns the pages of a list by its plain links, as readers and crawlers do. */
import type { TestApp } from './app.js';

interface ListPage {
  path: string;
  /** What the pattern's group found on it. */
  shown: string[];
}

/** From page to page, to the end of the list; or, from its end, back to the beginning. */
export async function walkList(
  { app }: TestApp,
  start: string,
  pattern: RegExp,
  rel: 'next' | 'prev' = 'next',
): Promise<ListPage[]> {
  const link = new RegExp(`<a rel="${rel}" href="([^"]+)"`);
  const pages: ListPage[] = [];
  for (let path: string | undefined = start; path; ) {
    const { pathname, search } = new URL(path, 'http://localhost');
    const { body } = await app.inject({ url: pathname + search, headers: { accept: 'text/html' } });
    pages.push({ path, shown: [...body.matchAll(pattern)].map(([, name]) => name as string) });
    path = link.exec(body)?.[1]?.replaceAll('&amp;', '&');
  }
  return pages;
}
