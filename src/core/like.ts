/** Text for a LIKE pattern in which nothing that a caller typed is a wildcard. */
export function escapeLike(text: string | null): string | null {
  return text === null ? null : text.replace(/[\\%_]/g, '\\$&');
}
