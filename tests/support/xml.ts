/** XML as tests look at it: read strictly, by a reader of our own, so that no parser's kindness hides a fault. */
import { readFileSync } from 'node:fs';
import { validateXML } from 'xmllint-wasm';

export interface Xml {
  name: string;
  attributes: Record<string, string>;
  children: Xml[];
  /** Of this element alone. */
  text: string;
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const decode = (text: string) =>
  text.replace(/&(\w+);/g, (_all, name: string) => {
    const letter = ENTITIES[name];
    if (letter === undefined) throw new Error(`There is no entity ${name}`);
    return letter;
  });

const TOKEN =
  /<!\[CDATA\[(?<data>.*?)\]\]>|<\/(?<close>[\w:-]+)>|<(?<open>[\w:-]+)(?<attributes>(?:\s+[\w:-]+="[^"<]*")*)\s*(?<empty>\/)?>|(?<text>[^<]+)/gsuy;

/** The root element. Throws at whatever does not belong there. */
export function parseXml(xml: string): Xml {
  const body = xml.replace(/^<\?xml version="1\.0" encoding="utf-8"\?>\s*/i, '');
  const root: Xml = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  let at = 0;
  for (const match of body.matchAll(TOKEN)) {
    at += match[0].length;
    const top = open.at(-1) as Xml;
    const { data, close, open: name, attributes = '', empty, text } = match.groups ?? {};
    if (data !== undefined) top.text += data;
    else if (text !== undefined) top.text += decode(text);
    else if (close !== undefined) {
      if (open.pop()?.name !== close) throw new Error(`</${close}> closes nothing`);
    } else {
      const pairs = [...attributes.matchAll(/([\w:-]+)="([^"]*)"/g)];
      const element: Xml = {
        name: name as string,
        attributes: Object.fromEntries(pairs.map(([, key, value]) => [key, decode(value as string)])),
        children: [],
        text: '',
      };
      top.children.push(element);
      if (empty === undefined) open.push(element);
    }
  }
  if (at !== body.length) throw new Error(`This cannot be read: ${body.slice(at, at + 80)}`);
  if (open.length !== 1 || root.children.length !== 1) throw new Error('Not one element around all others');
  return root.children[0] as Xml;
}

export const childrenOf = (element: Xml, name: string) => element.children.filter((child) => child.name === name);

/** The text of the one child of this name; undefined where there is none. */
export function textOf(element: Xml, name: string): string | undefined {
  const found = childrenOf(element, name);
  if (found.length > 1) throw new Error(`${found.length} times <${name}>`);
  return found[0]?.text;
}

/**
 * What libxml2 finds wrong with any of the documents, by the schemas where some are given (the first one leads). It starts a
 * thread each time: better once for many documents.
 */
export async function faultsOf(documents: string[], schemas: string[] = []): Promise<string[]> {
  const read = (path: string) => ({ fileName: path.split('/').at(-1) as string, contents: readFileSync(path, 'utf8') });
  const [schema, ...preload] = schemas.map(read);
  const xml = documents.map((contents, at) => ({ fileName: `document-${at}.xml`, contents }));
  const { errors } = await (schema
    ? validateXML({ xml, extension: 'schema', schema: [schema], preload })
    : validateXML({ xml, normalization: 'format' }));
  return errors.map(({ rawMessage }) => rawMessage);
}
