/** The ticker by subscription: lines are made of what comes, in the form of those that the server wrote. */
const FIELDS = 'id title href language direction source { name }';

interface Line {
  id: string;
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
  const known = new Set([...list.querySelectorAll('bdi')].map((one) => one.textContent));
  if (
    lines.length === list.children.length &&
    lines.every(({ title }, at) => list.children[at]?.querySelector('bdi')?.textContent === title)
  )
    return;
  list.replaceChildren(...lines.map((line) => lineOf(line, language, !known.has(line.title))));
}

function lineOf(
  { title, href, language: own, direction, source }: Line,
  language: string,
  isNew: boolean,
): HTMLLIElement {
  const item = document.createElement('li');
  if (isNew) item.className = 'new';
  const text = document.createElement('bdi');
  text.lang = own;
  text.dir = direction.toLowerCase();
  text.textContent = title;
  if (href === null) item.append(text);
  else {
    const link = document.createElement('a');
    link.href = href.startsWith('/') && language !== 'ar' ? `/${language}${href}` : href;
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
