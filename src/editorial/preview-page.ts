/** What a browser shows behind a preview link: one version of an article, or a sentence about why there is none. Pure. */
import { createHash } from 'node:crypto';
import type { Article } from '../articles/article.entity.js';
import { escapeHtml } from '../articles/body.js';
import type { Image } from '../media/image.entity.js';
import { sourceName } from '../sources/source.entity.js';
import { directionOf } from '../text/direction.js';

const STYLE = `body{max-width:42rem;margin:2rem auto;padding:0 1rem;font:1.15rem/1.8 serif;color:#1a1a1a;background:#fff}
h1{line-height:1.4}img{max-width:100%;height:auto}.notice{font:0.9rem/1.5 sans-serif;background:#fff4d6;padding:.6rem 1rem}
.meta{color:#555}@media (prefers-color-scheme:dark){body{color:#eee;background:#161616}.notice{background:#443a1c}.meta{color:#aaa}}`;
/** Nothing runs, and nothing is loaded but pictures from here. */
export const POLICY = `default-src 'none'; img-src 'self'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** In the three languages that editors here work in: whoever gets the link may read any. */
const NOTICE = [
  ['ar', 'rtl', 'معاينة: قد لا يكون هذا النص منشورا بهذه الصيغة.'],
  ['fr', 'ltr', 'Aperçu : ce texte peut ne pas être publié sous cette forme.'],
  ['en', 'ltr', 'Preview: this text may not be published in this form.'],
].map(([lang, dir, text]) => `<p lang="${lang}" dir="${dir}">${text}</p>`);

/** What stands where a preview was; whoever got the link may read any of the three. */
const SORRY = {
  404: [
    ['ar', 'rtl', 'انتهت صلاحية رابط المعاينة هذا.'],
    ['fr', 'ltr', 'Ce lien d’aperçu a expiré.'],
    ['en', 'ltr', 'This preview link has ended.'],
  ],
  410: [
    ['ar', 'rtl', 'سُحب هذا المقال.'],
    ['fr', 'ltr', 'Cet article a été retiré.'],
    ['en', 'ltr', 'This article was withdrawn.'],
  ],
} as const;

export const sorryPage = (status: 404 | 410) => `<!doctype html>
<html lang="ar" dir="rtl"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${status}</title><style>${STYLE}</style></head>
<body>${SORRY[status].map(([lang, dir, text]) => `<p lang="${lang}" dir="${dir}">${text}</p>`).join('')}</body></html>`;

const attribute = (text: string) => escapeHtml(text).replace(/"/g, '&quot;');

export function previewPage(article: Article, images: Map<string, Image>, token: string): string {
  const { title, titleLanguage, language, byline, source, summary, bodyHtml, leadImageId } = article;
  const picture = (id: string) => {
    const image = images.get(id);
    const src = `/media/${id}/960.webp?preview=${encodeURIComponent(token)}`;
    const lines = [image?.caption, image?.credit]
      .filter((line) => line != null)
      .map((line) => `<bdi>${escapeHtml(line)}</bdi>`);
    return image
      ? `<img src="${src}" alt="${attribute(image.alt ?? '')}"><p class="meta">${lines.join(' · ')}</p>`
      : '';
  };
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
