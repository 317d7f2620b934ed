/**
 * The page behind a preview link, for those who are asked before an article is published: its text and nothing else. It is
 * neither kept by caches nor found by search engines.
 */
import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Article } from '../articles/article.entity.js';
import { escapeHtml } from '../articles/body.js';
import type { Database } from '../core/database.js';
import { errorBody } from '../core/http-error.js';
import { sourceName } from '../sources/source.entity.js';
import { directionOf } from '../text/direction.js';
import { findPreview, isWithdrawnPreview } from './preview.sql.js';

const STYLE = `body{max-width:42rem;margin:2rem auto;padding:0 1rem;font:1.15rem/1.8 serif;color:#1a1a1a;background:#fff}
h1{line-height:1.4}img{max-width:100%;height:auto}.notice{font:0.9rem/1.5 sans-serif;background:#fff4d6;padding:.6rem 1rem}
.meta{color:#555}@media (prefers-color-scheme:dark){body{color:#eee;background:#161616}.notice{background:#443a1c}.meta{color:#aaa}}`;
const POLICY = `default-src 'none'; img-src 'self'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** In the three languages that editors here work in: whoever gets the link may read any. */
const NOTICE = [
  ['ar', 'rtl', 'معاينة: هذا النص لم يُنشر بهذه الصيغة.'],
  ['fr', 'ltr', 'Aperçu : ce texte n’est pas publié sous cette forme.'],
  ['en', 'ltr', 'Preview: this text is not published in this form.'],
].map(([lang, dir, text]) => `<p lang="${lang}" dir="${dir}">${text}</p>`);

export function previewRoutes(app: FastifyInstance, db: Database): void {
  app.get<{ Params: { token: string } }>('/preview/:token', async (request, reply) => {
    const { token } = request.params;
    const article = await findPreview(db, token);
    if (!article) {
      if (!(await isWithdrawnPreview(db, token))) return reply.callNotFound();
      return reply.code(410).send(errorBody('GONE', 'This article was withdrawn.', request.id));
    }
    return reply
      .header('cache-control', 'no-store')
      .header('x-robots-tag', 'noindex, nofollow')
      .header('referrer-policy', 'no-referrer')
      .header('content-security-policy', POLICY)
      .type('text/html; charset=utf-8')
      .send(page(article, token));
  });
}

function page(article: Article, token: string): string {
  const { title, titleLanguage, language, byline, source, summary, bodyHtml, leadImageId } = article;
  const picture = (id: string) => `<img src="/media/${id}/960.webp?preview=${encodeURIComponent(token)}" alt="">`;
  // Figures hold no picture of their own: their ids say which it is.
  const body = (bodyHtml ?? '').replace(
    /<figure[^>]* data-image-id="([\w-]+)"[^>]*>/g,
    (figure, id: string) => figure + picture(id),
  );
  const meta = [byline, source && sourceName(source), article.publishedOn].filter((part) => part != null);
  return `<!doctype html>
<html lang="${escapeHtml(language)}" dir="${directionOf(language).toLowerCase()}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body>
<div class="notice">${NOTICE.join('')}</div>
<article>
<h1 lang="${escapeHtml(titleLanguage)}" dir="${directionOf(titleLanguage).toLowerCase()}">${escapeHtml(title)}</h1>
<p class="meta">${meta.map((part) => `<bdi>${escapeHtml(String(part))}</bdi>`).join(' · ')}</p>
${leadImageId ? picture(leadImageId) : ''}
${summary ? `<p><strong>${escapeHtml(summary)}</strong></p>` : ''}
${body}
</article>
</body></html>`;
}
