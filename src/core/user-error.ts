/** Errors that a caller of a mutation can mend: they stand in the payload, and nothing was changed. */
import { Field, ObjectType, registerEnumType } from 'type-graphql';

export enum UserErrorCode {
  INVALID = 'INVALID',
  NOT_FOUND = 'NOT_FOUND',
  DUPLICATE = 'DUPLICATE',
  VERSION_CONFLICT = 'VERSION_CONFLICT',
  LOCKED = 'LOCKED',
  BAD_TRANSITION = 'BAD_TRANSITION',
  BAD_CREDENTIALS = 'BAD_CREDENTIALS',
  CODE_REQUIRED = 'CODE_REQUIRED',
}
registerEnumType(UserErrorCode, {
  name: 'UserErrorCode',
  description: 'What kind of mistake it is.',
  valuesConfig: {
    INVALID: { description: 'A value cannot be used; `path` names it.' },
    NOT_FOUND: { description: 'There is no such thing, or the caller may not see it.' },
    DUPLICATE: { description: 'There is one already.' },
    VERSION_CONFLICT: { description: 'It has changed since the version named; nothing was saved.' },
    LOCKED: { description: 'Another user holds the lock.' },
    BAD_TRANSITION: { description: 'Its state does not offer this action.' },
    BAD_CREDENTIALS: { description: 'E-mail, password or code are wrong.' },
    CODE_REQUIRED: { description: 'The second factor is needed too.' },
  },
});

@ObjectType({ description: 'A mistake that the caller can mend. Nothing was changed.' })
export class UserError {
  @Field(() => UserErrorCode, { description: 'What kind of mistake it is.' })
  code!: UserErrorCode;

  @Field(() => String, { description: 'What was wrong and what to do, in English.' })
  message!: string;

  @Field(() => [String], { description: 'The argument that it is about: names from the outside in; may be empty.' })
  path!: string[];
}

/** A path as the payload shows it: `at('content', 'title')` is ["input", "content", "title"]. */
export const at = (...names: (string | number)[]) => ['input', ...names.map(String)];

/**
 * Refuses a mutation: thrown anywhere below `mutate`, it takes the transaction back and becomes the payload's errors.
 * `payload` holds what the payload says beside them, such as both sides of a conflict.
 */
export class Rejected extends Error {
  constructor(
    readonly errors: UserError[],
    readonly payload: object = {},
  ) {
    super(errors.map((error) => error.message).join(' '));
  }
}

export function rejected(code: keyof typeof UserErrorCode, path: string[], message: string): Rejected {
  return new Rejected([{ code: UserErrorCode[code], path, message }]);
}

/** Collects the mistakes of one input, so that its sender learns of all of them at once. */
export class Mistakes {
  private readonly found: UserError[] = [];

  add(path: string[], message: string, code: keyof typeof UserErrorCode = 'INVALID'): void {
    this.found.push({ code: UserErrorCode[code], path, message });
  }

  /** Throws them, if there are any. */
  refuse(): void {
    if (this.found.length > 0) throw new Rejected(this.found);
  }
}
