/**
 * Partners' programs as docs/partners.md describes them: by polling, by webhook, by subscription. Each keeps what it was sent and
 * where it is, as if on disk, and may be cut off at any moment: what it did not write down, it reads again.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';

/** What a change leaves behind, however it came. */
export interface Entry {
  cursor: string;
  kind: string;
  articleId: string;
  item?: { version: string; headlines: { value: string }[]; bodies?: { value: string }[] };
}

/** What is held of an article: enough to tell one face of it from another. */
export interface Face {
  version: number;
  title: string;
  body: string | null;
}

export class Mirror {
  readonly articles = new Map<string, Face>();
  readonly everHad = new Set<string>();
  readonly withdrawn = new Set<string>();
  /** Messages by their ids: how often each came. */
  readonly seen = new Map<string, number>();

  /** The whole rule: an item replaces what there is, and no item deletes it. */
  take(id: string, { kind, articleId }: Entry, face: Face | null): void {
    this.seen.set(id, (this.seen.get(id) ?? 0) + 1);
    if (face) {
      this.articles.set(articleId, face);
      this.everHad.add(articleId);
    } else this.articles.delete(articleId);
    if (kind === 'WITHDRAWN') this.withdrawn.add(articleId);
  }
}

export const faceOf = ({ item }: Entry): Face | null =>
  item
    ? { version: Number(item.version), title: item.headlines[0]?.value ?? '', body: item.bodies?.[0]?.value ?? null }
    : null;

export interface Follower {
  name: string;
  mirror: Mirror;
  /** Cuts it off in the middle of what it does. */
  crash(): void;
  stop(): Promise<void>;
}

/** Again and again until stopped, whatever fails: servers are killed here. */
function keepDoing(work: (signal: AbortSignal) => Promise<void>): { crash(): void; stop(): Promise<void> } {
  let stopped = false;
  let current = new AbortController();
  const running = (async () => {
    while (!stopped) {
      current = new AbortController();
      await work(current.signal).catch(() => undefined);
      await sleep(30);
    }
  })();
  return {
    crash: () => current.abort(),
    async stop() {
      stopped = true;
      current.abort();
      await running;
    },
  };
}

/** Polls GET /partner/changes. A line counts when it is whole. */
export function followByPolling(name: string, address: () => string, key: string): Follower {
  const mirror = new Mirror();
  let after = '';
  const loop = keepDoing(async (signal) => {
    const answer = await fetch(`${address()}/partner/changes?limit=200${after && `&after=${after}`}`, {
      headers: { authorization: `Bearer ${key}` },
      signal,
    });
    if (!answer.ok) return;
    let rest = '';
    for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const entry: Entry = JSON.parse(line);
        mirror.take(entry.cursor, entry, faceOf(entry));
        after = entry.cursor;
      }
    }
  });
  return { name, mirror, ...loop };
}

const FIELDS = 'id kind articleId article { contentVersion title body }';

interface Told {
  id: string;
  kind: string;
  articleId: string;
  article: { contentVersion: number; title: string; body: string | null } | null;
}

function takeTold(mirror: Mirror, { id, kind, articleId, article }: Told): void {
  const face = article && { version: article.contentVersion, title: article.title, body: article.body };
  mirror.take(id, { cursor: id, kind, articleId }, face);
}

/** Polls \`changes\` over GraphQL. A page counts as a whole. */
export function followByQuery(name: string, address: () => string, key: string): Follower {
  const mirror = new Mirror();
  let after: string | null = null;
  const loop = keepDoing(async (signal) => {
    const answer = await fetch(`${address()}/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        query: `query ($after: String) { changes(after: $after, first: 50) { nodes { ${FIELDS} } pageInfo { endCursor } } }`,
        variables: { after },
      }),
      signal,
    });
    const { data } = (await answer.json()) as { data: { changes: { nodes: Told[]; pageInfo: { endCursor: string } } } };
    for (const told of data.changes.nodes) takeTold(mirror, told);
    after = data.changes.pageInfo.endCursor;
  });
  return { name, mirror, ...loop };
}

/** Subscribes to \`changes\` by server-sent events, and resumes behind the last that it took. */
export function followBySubscription(name: string, address: () => string, key: string): Follower {
  const mirror = new Mirror();
  let after: string | null = null;
  const loop = keepDoing(async (signal) => {
    const answer = await fetch(`${address()}/graphql/stream`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({
        query: `subscription ($after: String) { changes(after: $after) { ${FIELDS} } }`,
        variables: { after: after ?? 'c000000000000000' },
      }),
      signal,
    });
    let rest = '';
    for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const events = (rest + chunk).split('\n\n');
      rest = events.pop() ?? '';
      for (const event of events) {
        const data = /^data: (.+)$/m.exec(event)?.[1];
        if (!/^event: next$/m.test(event) || data === undefined) continue;
        const told = (JSON.parse(data) as { data: { changes: Told } | null }).data?.changes;
        if (!told) return;
        takeTold(mirror, told);
        after = told.id;
      }
    }
  });
  return { name, mirror, ...loop };
}

/** Receives webhooks, verified by the reference library; cut off, it has either written a message down or not, and answers neither. */
export async function followByWebhook(name: string, port: number): Promise<Follower & { url: string; secret: string }> {
  const mirror = new Mirror();
  let cuts = 0;
  const follower = {
    name,
    mirror,
    url: `http://127.0.0.1:${port}/hook`,
    secret: '',
    crash: () => {
      cuts += 1;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  const receive = async (request: IncomingMessage, response: ServerResponse) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    if (cuts > 0 && cuts-- % 2 === 0) return request.socket.destroy();
    const { data } = new Webhook(follower.secret).verify(body, request.headers as Record<string, string>) as {
      data: Entry;
    };
    mirror.take(String(request.headers['webhook-id']), data, faceOf(data));
    if (cuts > 0) {
      cuts -= 1;
      return request.socket.destroy();
    }
    response.writeHead(204).end();
  };
  const server: Server = createServer((request, response) => {
    receive(request, response).catch(() => response.writeHead(400).end());
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return follower;
}
