/** Whether it was the database that failed, by being away, full or slow, and not what it was asked. */

/** Codes of a server that is going, full or slow; and of a socket that found none. */
const UNAVAILABLE = /^(57P0[1-3]|57014|53\d{3}|08\w{3}|ECONN\w+|ETIMEDOUT|EPIPE)$/;

export function isUnavailable(error: unknown): boolean {
  const { code = '', message = '' } = (error ?? {}) as { code?: string; message?: string };
  return UNAVAILABLE.test(code) || /timeout/i.test(message);
}
