/** Puts what a connection broke with into words. */
import { RequestFailure } from './request-failure.js';

const LATE = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
  'ETIMEOUT',
]);
const UNKNOWN = new Set(['ENOTFOUND', 'ENODATA', 'EAI_AGAIN', 'EAI_NODATA', 'ESERVFAIL', 'EBADNAME', 'ENONAME']);
const BROKEN = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'ERR_STREAM_PREMATURE_CLOSE']);
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_|ERR_SSL|ERR_TLS|EPROTO/;
const GARBLED = /^(HPE_|Z_|ERR_BROTLI|ERR__ERROR_|UND_ERR_RES|UND_ERR_RESPONSE)/;

/** What went wrong with a request to this address, given the milliseconds that it had. Faults of this program stay what they are. */
export function explain(error: unknown, { host, hostname }: URL, timeout: number): Error {
  if (error instanceof RequestFailure) return error;
  const { name, code = '' } = error as Error & { code?: string };
  const because = (kind: RequestFailure['kind'], message: string) =>
    new RequestFailure(kind, message, { cause: error });
  if (name === 'TimeoutError') return because('TIMED_OUT', `${host} did not answer within ${timeout / 1000} s.`);
  if (LATE.has(code)) return because('TIMED_OUT', `${host} did not answer in time.`);
  if (UNKNOWN.has(code)) return because('UNREACHABLE', `DNS knows no address of ${hostname}.`);
  if (code === 'ECONNREFUSED') return because('UNREACHABLE', `${host} refused the connection.`);
  if (BROKEN.has(code)) return because('UNREACHABLE', `${host} closed the connection before it had answered.`);
  if (code === 'UND_ERR_HEADERS_OVERFLOW') return because('TOO_LARGE', `The headers of ${host} are too large.`);
  if (GARBLED.test(code) || name === 'HTTPParserError')
    return because('BAD_ANSWER', `What ${host} answered cannot be read.`);
  if (CERTIFICATE.test(code)) return because('UNREACHABLE', `${host} has no secure connection to offer (${code}).`);
  if (code === '' || code === 'UND_ERR_INVALID_ARG') return error as Error;
  return because('UNREACHABLE', `${host} could not be reached (${code}).`);
}
