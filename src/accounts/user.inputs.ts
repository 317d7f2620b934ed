/** What administrators say of users, and its checks, which cost no statement. */
import { Field, ID, InputType } from 'type-graphql';
import { Role } from '../core/access.js';
import { LanguageScalar } from '../core/scalars.js';
import { at, Mistakes } from '../core/user-error.js';
import { isTimeZone } from '../text/date.js';
import { cleanText } from '../text/normalise.js';
import type { UserChanges } from './edit-user.js';
import { cleanEmail, isEmail } from './email.js';
import { checkNewPassword } from './password.js';

const MAX_NAME = 100;

@InputType({ description: 'A new user.' })
export class CreateUserInput {
  @Field(() => String, { description: 'The name that colleagues see; at most 100 characters.' })
  name!: string;

  @Field(() => String, { description: 'What she signs in with; upper and lower case are one.' })
  email!: string;

  @Field(() => Role, { description: 'What she is at the desk.' })
  role!: Role;

  @Field(() => String, { nullable: true, description: 'Of 8 to 200 characters; without one, one is made and shown.' })
  password?: string | null;
}

@InputType({ description: 'Changes to a user: an absent field stays, null clears.' })
export class EditUserInput {
  @Field(() => ID, { description: 'Whom.' })
  id!: string;

  @Field(() => String, { nullable: true, description: 'The name that colleagues see; at most 100 characters.' })
  name?: string | null;

  @Field(() => Role, { nullable: true, description: 'What she is at the desk, from her next request on.' })
  role?: Role | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether she may sign in; false ends all her sessions.' })
  active?: boolean | null;

  @Field(() => LanguageScalar, { nullable: true, description: 'The language that she wants the desk in.' })
  language?: string | null;

  @Field(() => String, { nullable: true, description: 'IANA name of the zone that she works in.' })
  timeZone?: string | null;
}

@InputType({ description: 'Whose password is replaced.' })
export class ResetPasswordInput {
  @Field(() => ID, { description: 'Whose.' })
  userId!: string;
}

export function parseNewUser(input: CreateUserInput) {
  const mistakes = new Mistakes();
  const user = { name: readName(input.name, mistakes), email: cleanEmail(input.email), role: input.role };
  if (!isEmail(user.email)) mistakes.add(at('email'), 'This is not an e-mail address.');
  if (input.password != null) checkNewPassword(input.password, 'password', mistakes);
  mistakes.refuse();
  return { ...user, password: input.password ?? null };
}

export function parseUserChanges(input: EditUserInput): UserChanges {
  const mistakes = new Mistakes();
  const changes: UserChanges = {};
  for (const field of ['name', 'role', 'active'] as const)
    if (input[field] === null) mistakes.add(at(field), 'This cannot be cleared.');
  if (input.name != null) changes.name = readName(input.name, mistakes);
  if (input.role != null) changes.role = input.role;
  if (input.active != null) changes.active = input.active;
  if (input.language !== undefined) changes.language = input.language;
  if (input.timeZone !== undefined) changes.timeZone = input.timeZone;
  if (input.timeZone != null && !isTimeZone(input.timeZone))
    mistakes.add(at('timeZone'), 'This is not an IANA time zone, such as Africa/Casablanca.');
  mistakes.refuse();
  return changes;
}

function readName(text: string, mistakes: Mistakes): string {
  const name = cleanText(text);
  if (name === '') mistakes.add(at('name'), 'A name is needed.');
  if (name.length > MAX_NAME) mistakes.add(at('name'), `A name has at most ${MAX_NAME} characters.`);
  return name;
}
