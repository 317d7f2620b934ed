/** The ticker by subscription: lines that are there stay as the server wrote them, new ones are made in their form. */
import { type Dated, formatShort, machineDate, today } from '../dates.js';
import type { ResultOf } from '../graphql.js';
import { type Language, ownOf, type Prefix, pathUnder } from '../languages.js';
import type { HEADLINE } from '../parts/headlines.js';
import { whenLeftAlone } from './when-left-alone.js';

/** Those of `HEADLINE` but its id: the fragment itself would bring a parser along. */
const FIELDS = 'title href language direction publishedAt publishedOn { value timeZone } source { name }';

type Line = Omit<ResultOf<typeof HEADLINE>, 'id'>;

/** What the list says of the page that it is on, as parts/headlines.tsx writes it. */
interface Place {
  ticker: Language;
  prefix: Prefix;
}

/**
 * Follows it for as long as somebody sees the page. A browser has six connections to a host, where it speaks HTTP/1.1: tabs that wait
 * in the background, and pages that were left and may be shown again, hold none of them.
 */
export function followTicker(list: HTMLOListElement): void {
  const whenFree = whenLeftAlone(list);
  let source: EventSource | undefined;
  const see = () => {
    if (document.visibilityState === 'visible') source ??= follow(list, whenFree);
    else leave();
  };
  const leave = () => {
    source?.close();
    source = undefined;
  };
  document.addEventListener('visibilitychange', see);
  addEventListener('pagehide', leave);
  addEventListener('pageshow', see);
  see();
}

/** Opened by EventSource, which comes back by itself when it is cut. What changed before is looked up then: only what comes is told. */
function follow(list: HTMLOListElement, whenFree: ReturnType<typeof whenLeftAlone>): EventSource {
  const query = `subscription { ticker { headlines(first: ${Math.max(list.children.length, 1)}) { ${FIELDS} } } }`;
  const source = new EventSource(`/graphql/stream?query=${encodeURIComponent(query)}`);
  let told = false;
  source.addEventListener('open', async () => {
    told = false;
    const items = await readAnew();
    if (items.length > 0 && !told) whenFree(() => show(list, items)); // what was told meanwhile is newer
  });
  source.addEventListener('next', (event) => {
    const { data } = JSON.parse((event as MessageEvent<string>).data) as { data?: { ticker?: { headlines?: Line[] } } };
    const lines = data?.ticker?.headlines;
    told = true;
    const place = list.dataset as unknown as Place;
    const items = lines?.map((line) => lineOf(line, place));
    if (items) whenFree(() => show(list, items));
  });
  return source;
}

/** The list as the server writes it now. Where nothing changed, the browser is told so, and has it. */
async function readAnew(): Promise<Element[]> {
  const html = await fetch(location.href, { cache: 'no-cache' })
    .then((answer) => answer.text())
    .catch(() => ''); // the stream goes on without it
  const page = new DOMParser().parseFromString(html, 'text/html');
  const items = [...(page.querySelector('[data-ticker]')?.children ?? [])];
  for (const item of items) item.className = 'new';
  return items;
}

/** Lines that are there already stay as they are. */
function show(list: HTMLOListElement, made: Element[]): void {
  const known = new Map([...list.children].map((item) => [keyOf(item), item]));
  const items = made.map((item) => known.get(keyOf(item)) ?? item);
  if (items.length !== list.children.length || items.some((item, at) => item !== list.children[at]))
    keepInPlace(list, items, () => list.replaceChildren(...items));
}

/** Who has scrolled the list goes on reading where she is; on top of it, new lines come in sight. */
function keepInPlace(list: HTMLOListElement, items: Element[], change: () => void): void {
  const topOf = (item: Element) => item.getBoundingClientRect().top;
  const seen =
    list.scrollTop > 0 ? [...list.children].find((item) => items.includes(item) && topOf(item) >= topOf(list)) : null;
  const before = seen ? topOf(seen) : 0;
  change();
  if (seen) list.scrollTop += topOf(seen) - before;
}

/** Two papers may have the same headline: a line is known by where it leads as well. */
const keyOf = (item: Element) =>
  JSON.stringify([item.querySelector('a')?.getAttribute('href'), item.querySelector('bdi')?.textContent]);

/** As parts/headlines.tsx writes it. */
function lineOf(line: Line, { ticker, prefix }: Place): HTMLLIElement {
  const { title, href, language: own, direction, source, ...dated } = line;
  const text = element('bdi', title);
  Object.assign(text, ownOf(own, direction));
  const small = element('small');
  const when = formatShort(ticker, dated, today());
  small.append(source ? element('bdi', source.name) : '', ' ', when === null ? '' : timeOf(dated, when));
  const item = element('li');
  item.className = 'new';
  item.append(href === null ? text : linkTo(href, text, prefix), small);
  return item;
}

function linkTo(href: string, text: HTMLElement, prefix: Prefix): HTMLAnchorElement {
  const link = element('a');
  link.href = href.startsWith('/') ? pathUnder(prefix, href) : href;
  if (!href.startsWith('/')) link.rel = 'external noopener';
  link.append(text);
  return link;
}

function timeOf(dated: Dated, when: string): HTMLTimeElement {
  const time = element('time', when);
  time.dateTime = machineDate(dated) ?? '';
  return time;
}

function element<Name extends keyof HTMLElementTagNameMap>(name: Name, text = ''): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
