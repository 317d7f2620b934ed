/**
 * Who is asking, and what a role may do. Whatever decides what a caller may see or do takes an Actor; nothing reads
 * headers or sessions further in. What an editor may do to one article depends on its state too: editorial/workflow.ts.
 */
import { registerEnumType } from 'type-graphql';

/** Each role may do all that the ones before it may. */
export enum Role {
  CONTRIBUTOR = 'CONTRIBUTOR',
  EDITOR = 'EDITOR',
  CHIEF = 'CHIEF',
  ADMIN = 'ADMIN',
}
registerEnumType(Role, {
  name: 'Role',
  description: 'What a user is at the desk. Each role may do all that the ones before it may.',
  valuesConfig: {
    CONTRIBUTOR: { description: 'Writes articles and hands them in; sees those that she wrote or is assigned.' },
    EDITOR: { description: 'Reviews, publishes and corrects; tags; settles reports.' },
    CHIEF: { description: 'Withdraws; merges tags; manages sources; reads the audit log.' },
    ADMIN: { description: 'Manages users and partners.' },
  },
});

export enum Permission {
  ARTICLE_WRITE = 'ARTICLE_WRITE',
  ARTICLE_PUBLISH = 'ARTICLE_PUBLISH',
  ARTICLE_WITHDRAW = 'ARTICLE_WITHDRAW',
  TAG_EDIT = 'TAG_EDIT',
  TAG_MERGE = 'TAG_MERGE',
  REPORTS_SETTLE = 'REPORTS_SETTLE',
  HEADLINES_EDIT = 'HEADLINES_EDIT',
  FEEDS_MANAGE = 'FEEDS_MANAGE',
  SOURCES_MANAGE = 'SOURCES_MANAGE',
  PARTNERS_MANAGE = 'PARTNERS_MANAGE',
  USERS_MANAGE = 'USERS_MANAGE',
  AUDIT_READ = 'AUDIT_READ',
}
registerEnumType(Permission, {
  name: 'Permission',
  description: 'What a caller may do, for consoles to show what they offer.',
  valuesConfig: {
    ARTICLE_WRITE: { description: 'Write articles and change her own drafts.' },
    ARTICLE_PUBLISH: { description: 'Change, publish, schedule, correct and unpublish articles; assign them.' },
    ARTICLE_WITHDRAW: { description: 'Take articles down for good.' },
    TAG_EDIT: { description: 'Make and change tags, and tag articles in bulk.' },
    TAG_MERGE: { description: 'Merge tags.' },
    REPORTS_SETTLE: { description: "Change and delete images, and settle readers' reports." },
    HEADLINES_EDIT: { description: 'Pin headlines to tickers and beside articles.' },
    FEEDS_MANAGE: { description: 'Manage feeds.' },
    SOURCES_MANAGE: { description: 'Make and change sources.' },
    PARTNERS_MANAGE: { description: 'Manage partners.' },
    USERS_MANAGE: { description: 'Manage users.' },
    AUDIT_READ: { description: 'Read the audit log.' },
  },
});

/** What each role may do beyond the one before it. */
const ADDED: Record<Role, Permission[]> = {
  CONTRIBUTOR: [Permission.ARTICLE_WRITE],
  EDITOR: [Permission.ARTICLE_PUBLISH, Permission.TAG_EDIT, Permission.REPORTS_SETTLE, Permission.HEADLINES_EDIT],
  CHIEF: [
    Permission.ARTICLE_WITHDRAW,
    Permission.TAG_MERGE,
    Permission.FEEDS_MANAGE,
    Permission.SOURCES_MANAGE,
    Permission.AUDIT_READ,
  ],
  ADMIN: [Permission.PARTNERS_MANAGE, Permission.USERS_MANAGE],
};

const RANKS = Object.values(Role);

export function permissionsOf(role: Role): Permission[] {
  return RANKS.slice(0, RANKS.indexOf(role) + 1).flatMap((rank) => ADDED[rank]);
}

/** Whether a role is `least` or one above it. */
export const isAtLeast = (role: Role, least: Role) => RANKS.indexOf(role) >= RANKS.indexOf(least);

/** A caller without credentials: a reader. */
export interface Anonymous {
  readonly kind: 'anonymous';
}

/** A user of the desk, by the session that the request brought. */
export interface Editor {
  readonly kind: 'editor';
  readonly userId: string;
  readonly role: Role;
  /** The HTTP request's, for the audit log. */
  readonly requestId: string;
}

/** How much of an article a caller may have. */
export type AccessLevel = 'FULL_TEXT' | 'SUMMARY' | 'HEADLINE';

/** What a partner may take of a source; without one, of all sources that have no grant of their own. */
export interface GrantedAccess {
  readonly sourceId: string | null;
  readonly access: AccessLevel;
  /** Minutes after the publication here. */
  readonly embargoMinutes: number;
}

/** Who takes articles for others to read, by the API key that the request brought. */
export interface Partner {
  readonly kind: 'partner';
  readonly partnerId: string;
  /** Her grants in force when she was recognised. */
  readonly grants: readonly GrantedAccess[];
}

/** Whether two lists grant the same. */
export const sameGrants = (one: readonly GrantedAccess[], other: readonly GrantedAccess[]) =>
  written(one) === written(other);

const written = (grants: readonly GrantedAccess[]) =>
  JSON.stringify(grants.map(({ sourceId, access, embargoMinutes }) => [sourceId, access, embargoMinutes]).sort());

export type Actor = Anonymous | Editor | Partner;

export const ANONYMOUS: Actor = Object.freeze({ kind: 'anonymous' });

/**
 * The name under which a statement whose text depends on the caller is prepared; undefined for partners, each of whom has
 * texts of her own: a connection keeps what it prepared.
 */
export const preparedFor = (actor: Actor, name: string) =>
  actor.kind === 'partner' ? undefined : `${name}_${actor.kind}`;

/** What a field of the desk or a mutation asks of its caller. Every mutation declares one. */
export type Requirement = Permission | 'ANYBODY' | 'SIGNED_IN';

export function meets(actor: Actor, requirement: Requirement): boolean {
  if (requirement === 'ANYBODY') return true;
  if (actor.kind !== 'editor') return false;
  return requirement === 'SIGNED_IN' || permissionsOf(actor.role).includes(requirement);
}

/** Whether the actor is an editor of this role or one above it. */
export function isEditor(actor: Actor, least: Role = Role.CONTRIBUTOR): actor is Editor {
  return actor.kind === 'editor' && isAtLeast(actor.role, least);
}
