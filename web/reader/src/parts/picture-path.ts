/** Pictures come from this site, whatever address its operator gave it. */
export function picturePath(url: string): string {
  const { pathname, search } = new URL(url, 'http://localhost');
  return pathname + search;
}
