/** Addresses of pages that nobody asked for before: what answers was made just now, and not kept. */

let asked = 0;

/** Pages are told apart by what any of them reads of its query: by what this one does not. */
export const anew = (path: string): string =>
  `${path}${path.includes('?') ? '&' : '?'}${path.endsWith('/tags') ? 'before' : 'kind'}=${asked++}`;
