/** GraphiQL for browsers that open /graphql: served whole from here, with sample queries in its tabs. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { SAMPLES } from './samples.js';

const { resolve } = createRequire(import.meta.url);

/** A file of a package, whether or not the package exports it. */
const fileOf = (name: string, path: string) => readFileSync(join(dirname(resolve(`${name}/package.json`)), path));

const START = `
const socket = new URL('/graphql', location.href.replace(/^http/, 'ws')).href;
const fetcher = GraphiQL.createFetcher({ url: '/graphql', subscriptionUrl: socket });
const defaultTabs = JSON.parse(document.getElementById('samples').textContent);
ReactDOM.createRoot(document.getElementById('graphiql')).render(
  React.createElement(GraphiQL, { fetcher, defaultTabs, shouldPersistHeaders: false, defaultEditorToolsVisibility: false }));
`;

const STYLE = `body { margin: 0 } #graphiql { height: 100vh }
.graphiql-container .result-window .CodeMirror-line { unicode-bidi: plaintext }`;

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Warraq · GraphiQL</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/graphiql/graphiql.min.css">
<link rel="stylesheet" href="/graphiql/page.css">
</head>
<body>
<div id="graphiql"></div>
<script id="samples" type="application/json">${JSON.stringify(SAMPLES).replace(/</g, '\\u003c')}</script>
<script src="/graphiql/react.production.min.js"></script>
<script src="/graphiql/react-dom.production.min.js"></script>
<script src="/graphiql/graphiql.min.js"></script>
<script src="/graphiql/start.js"></script>
</body>
</html>`;

/** CodeMirror sets styles in attributes, hence 'unsafe-inline' for styles alone. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export function graphiqlRoutes(app: FastifyInstance): void {
  const files: Record<string, { type: string; text: string | Buffer }> = {
    'graphiql.min.js': { type: 'text/javascript', text: fileOf('graphiql', 'graphiql.min.js') },
    'graphiql.min.css': { type: 'text/css', text: fileOf('graphiql', 'graphiql.min.css') },
    'react.production.min.js': { type: 'text/javascript', text: fileOf('react', 'umd/react.production.min.js') },
    'react-dom.production.min.js': {
      type: 'text/javascript',
      text: fileOf('react-dom', 'umd/react-dom.production.min.js'),
    },
    'start.js': { type: 'text/javascript', text: START },
    'page.css': { type: 'text/css', text: STYLE },
  };
  for (const [name, { type, text }] of Object.entries(files)) {
    app.get(`/graphiql/${name}`, (_request, reply) =>
      reply.header('cache-control', 'public, max-age=3600').type(`${type}; charset=utf-8`).send(text),
    );
  }

  app.addHook('onRequest', async (request, reply) => {
    const asksForPage =
      request.method === 'GET' && request.url === '/graphql' && request.headers.accept?.includes('text/html');
    if (asksForPage) {
      return reply
        .header('content-security-policy', POLICY)
        .header('vary', 'accept')
        .type('text/html; charset=utf-8')
        .send(PAGE);
    }
  });
}
