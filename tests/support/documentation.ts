/** The documentation as tests read it: its pages, the blocks in them, and stories that blocks tell one after another. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestApp } from './app.js';

export const PAGES = [
  'README.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file)),
];
export const textOf = (page: string) => readFileSync(page, 'utf8');

export const QUERIES = PAGES.flatMap((page) =>
  [...textOf(page).matchAll(/```graphql\n([\s\S]*?)```(?:\s*```json\n([\s\S]*?)```)?/g)].map((match, at) => ({
    name: `${page} #${at + 1}`,
    query: match[1] as string,
    variables: match[2] === undefined ? {} : JSON.parse(match[2]),
  })),
);

/** Fields of an answer that are null or empty wherever they stand, by path: a sample ought to show what it asks for. */
export function saysNothing(data: unknown): string[] {
  const speaks = new Map<string, boolean>();
  const visit = (value: unknown, path: string): void => {
    if (Array.isArray(value)) {
      for (const one of value) visit(one, path);
    } else if (typeof value === 'object' && value !== null) {
      for (const [field, inner] of Object.entries(value)) {
        const inside = path === '' ? field : `${path}.${field}`;
        const empty = inner === null || inner === '' || (Array.isArray(inner) && inner.length === 0);
        speaks.set(inside, (speaks.get(inside) ?? false) || !empty);
        visit(inner, inside);
      }
    }
  };
  visit(data, '');
  return [...speaks].filter(([, said]) => !said).map(([path]) => path);
}

/** Blocks that are asked in page order: a word in capitals stands for what an earlier answer has under that name. */
export class Story {
  readonly known: Record<string, string> = {};

  /** Asks a block, which must answer without errors and show what it asks for. */
  async tell({ query, variables }: { query: string; variables: object }, ask: TestApp['ask']): Promise<void> {
    const filled = JSON.stringify(variables).replace(/"([A-Z]{3,})"/g, (word, name) =>
      name in this.known ? `"${this.known[name]}"` : word,
    );
    const { data, errors } = await ask(query, JSON.parse(filled));
    expect(errors).toBeUndefined();
    for (const payload of Object.values(data as object)) expect(payload.errors ?? []).toEqual([]);
    expect(saysNothing(data).filter((path) => !/\.(errors|conflict)$/.test(path))).toEqual([]);
    this.remember('', data);
  }

  /** Remembers ids by the names that they have in an answer, in capitals; of a list the first; of a link its last part. */
  private remember(name: string, given: unknown): void {
    const value = Array.isArray(given) ? given[0] : given;
    if (name === 'url' && typeof value === 'string') this.known.TOKEN = value.split('/').at(-1) as string;
    if (typeof value !== 'object' || value === null) return;
    for (const [field, inner] of Object.entries(value)) this.remember(field, inner);
    const { articleId, id } = value as { articleId?: string; id?: string };
    if (articleId ?? id) this.known[name.toUpperCase()] = (articleId ?? id) as string;
  }
}

/** Blocks of a language in a page, in order. */
export const blocksOf = (page: string, language: string): string[] =>
  [...textOf(page).matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(
    (match) => match[1] as string,
  );
