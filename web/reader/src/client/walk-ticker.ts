/** Arrows go from headline to headline, Home and End to the first and the last. At the ends the keys are the page's again. */
export function walkTicker(list: HTMLOListElement): void {
  list.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const links = [...list.querySelectorAll('a')];
    const at = links.indexOf((event.target as Element).closest('a') as HTMLAnchorElement);
    const next = links[placeAfter(event.key, at, links.length)];
    if (at < 0 || !next || next === links[at]) return;
    event.preventDefault();
    next.focus();
  });
}

function placeAfter(key: string, at: number, count: number): number {
  if (key === 'ArrowDown') return at + 1;
  if (key === 'ArrowUp') return at - 1;
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : -1;
}
