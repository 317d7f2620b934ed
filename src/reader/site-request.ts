/** What a request over HTTP asks of the site. */
import type { FastifyRequest } from 'fastify';
import { originOf } from '../core/origin.js';
import { preferredLanguage } from '../text/accept-language.js';
import type { OpenSite, SiteRequest } from './site.js';

/** Reads requests; for another address of this server than a request's own, where one is given. */
export const requestReader =
  ({ site, assets }: OpenSite, publicUrl: string | undefined) =>
  (request: FastifyRequest, address = request.url): SiteRequest => ({
    ...readAddress(address, site.PARAMETERS),
    origin: originOf(request, publicUrl),
    preferred: preferredLanguage(request.headers['accept-language'], site.LANGUAGES),
    assets,
  });

/** Path and query. What cannot be read leads to nothing, and what cannot be decoded stays as it is. */
function readAddress(address: string, parameters: string[]): { path: string; query: URLSearchParams } {
  if (!URL.canParse(address, ANYWHERE)) return { path: '', query: new URLSearchParams() };
  const { pathname, searchParams } = new URL(address, ANYWHERE);
  const query = new URLSearchParams([...searchParams].filter(([name]) => parameters.includes(name)));
  try {
    return { path: decodeURIComponent(pathname), query };
  } catch {
    return { path: pathname, query };
  }
}

const ANYWHERE = 'http://localhost';
