/** Refusals over plain HTTP, in the form that every error outside GraphQL has. */

/** Thrown in a route, it is answered as it stands: its message is for the caller. */
export class HttpError extends Error {
  constructor(
    readonly statusCode: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export function errorBody(code: string, message: string, requestId: string) {
  return { error: { code, message, requestId } };
}
