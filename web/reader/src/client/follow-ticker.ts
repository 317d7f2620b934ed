/** The ticker by subscription: lines that are there stay as the server wrote them, new ones are made in their form. */
import { isLanguage, pathIn } from '../languages.js';

const FIELDS = 'title href language direction source { name }';

interface Line {
  title: string;
  href: string | null;
  language: string;
  direction: string;
  source: { name: string } | null;
}

/** Opened by EventSource, which comes back by itself when it is cut. */
export function followTicker(list: HTMLOListElement): void {
  const language = list.dataset.ticker ?? 'ar';
  const query = `subscription { ticker { headlines(first: ${Math.max(list.children.length, 1)}) { ${FIELDS} } } }`;
  const source = new EventSource(`/graphql/stream?query=${encodeURIComponent(query)}`);
  source.addEventListener('next', (event) => {
    const { data } = JSON.parse((event as MessageEvent<string>).data) as { data?: { ticker?: { headlines?: Line[] } } };
    const lines = data?.ticker?.headlines;
    if (lines) update(list, lines, language);
  });
  addEventListener('pagehide', () => source.close());
}

function update(list: HTMLOListElement, lines: Line[], language: string): void {
  const titleOf = (item: Element) => item.querySelector('bdi')?.textContent;
  const known = new Map([...list.children].map((item) => [titleOf(item), item]));
  const items = lines.map((line) => known.get(line.title) ?? lineOf(line, language));
  if (items.length !== list.children.length || items.some((item, at) => item !== list.children[at]))
    list.replaceChildren(...items);
}

function lineOf({ title, href, language: own, direction, source }: Line, language: string): HTMLLIElement {
  const item = document.createElement('li');
  item.className = 'new';
  const text = document.createElement('bdi');
  text.lang = own;
  text.dir = direction.toLowerCase();
  text.textContent = title;
  if (href === null) item.append(text);
  else {
    const link = document.createElement('a');
    link.href = href.startsWith('/') && isLanguage(language) ? pathIn(language, href) : href;
    link.append(text);
    item.append(link);
  }
  const small = document.createElement('small');
  const name = document.createElement('bdi');
  name.textContent = source?.name ?? '';
  small.append(name);
  item.append(small);
  return item;
}
