/** What a request asks of the site, and what a page of it is. */
import type { ReactNode } from 'react';
import type { TadaDocumentNode } from './graphql.js';
import type { Language } from './languages.js';

/** A GraphQL error, by its code. */
interface Failure {
  code: string;
}

/** Puts a question to GraphQL, as an anonymous reader. */
export type Ask = <Result, Variables>(
  document: TadaDocumentNode<Result, Variables>,
  variables: Variables,
) => Promise<{ data: Result | null; errors: Failure[] }>;

/** What a page is made for. */
export interface Visit {
  language: Language;
  /** Path in the Arabic interface, decoded, without its query. */
  path: string;
  query: URLSearchParams;
  /** Where readers reach the site. */
  origin: string;
  ask: Ask;
}

/** One of the feeds of a page. */
export interface Feed {
  title: string;
  /** Without its ending: there is one of each format. */
  path: string;
}

/** What stands within the frame (layout.tsx), and what the head says of it. */
export interface Page {
  title: string;
  /** The title's own, where it is not the interface's. */
  titleDirection?: 'rtl' | 'ltr';
  /** Beneath the title in the picture for those who share the page. */
  subtitle?: string;
  description?: string | null | undefined;
  /** The one path of it in the Arabic interface, with its query. */
  path: string;
  /** Else that of the latest articles. */
  feeds?: Feed[] | undefined;
  /** There is nothing on it, and nothing for search engines. */
  isEmpty?: boolean;
  /** schema.org, as JSON. */
  jsonLd?: string | null;
  /** Of an article, for OpenGraph: when it was published, as exactly as it is known. */
  article?: { publishedTime: string | undefined };
  /** Paths of neighbours along a list. */
  previous?: string | null;
  next?: string | null;
  /** What stands beside it, and before it where there is no room. */
  aside?: ReactNode;
  body: ReactNode;
}

/** A page, another address, or a problem. */
export type Outcome = Page | { redirect: string } | { problem: 404 | 410 };

/** Whether an address was asked for as it is, in whatever encoding of its letters. */
export const isAddress = (asked: string, own: string) => asked.normalize('NFC') === own.normalize('NFC');

export const NOT_FOUND = { problem: 404 } as const;
