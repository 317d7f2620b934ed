/** Why an outgoing request came to nothing. */

export type FailureKind =
  /** No address that may stand in a request at all. */
  | 'BAD_ADDRESS'
  /** It is, or leads to, an address that is not public. */
  | 'REFUSED_ADDRESS'
  /** No connection, or one that broke. */
  | 'UNREACHABLE'
  | 'TIMED_OUT'
  | 'TOO_LARGE'
  | 'TOO_MANY_REDIRECTS'
  /** What came back is no HTTP, or cannot be unpacked. */
  | 'BAD_ANSWER';

/** The message is one sentence that may be shown to whoever named the address: it tells nothing of the network here. */
export class RequestFailure extends Error {
  constructor(
    readonly kind: FailureKind,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
