/** Addresses as programs of others get them: absolute, and of ASCII alone. */

/** A path of this site, or an address elsewhere, absolute; letters that no URI may hold are percent-encoded. */
export function webAddress(origin: string, path: string): string {
  return new URL(path.startsWith('/') ? `${origin}${path}` : path).href;
}
