/** People at the desk. What they sign in with stays private: no field shows it, and only account.sql.ts reads it. */
import { Field, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Role } from '../core/access.js';
import { Node } from '../core/localized-text.js';
import { LanguageScalar } from '../core/scalars.js';

@Entity('user_account')
@ObjectType({ implements: Node, description: 'Somebody who works at the desk.' })
export class User implements Node {
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  @Field(() => String, { description: 'The name that colleagues see.' })
  name!: string;

  /** As typed; it is compared by lower(). */
  @Column('text')
  email!: string;

  @Column('text')
  @Field(() => Role, { description: 'What she is at the desk.' })
  role!: Role;

  @Column('boolean')
  @Field(() => Boolean, { description: 'Whether she may sign in.' })
  active!: boolean;

  @Column('text', { nullable: true })
  @Field(() => LanguageScalar, { nullable: true, description: 'The language that she wants the desk in.' })
  language!: string | null;

  @Column('text', { name: 'time_zone', nullable: true })
  @Field(() => String, { nullable: true, description: 'IANA name of the zone that she works in.' })
  timeZone!: string | null;

  @Column('text', { name: 'password_hash' })
  passwordHash?: string;

  /** Set from the set-up on; it counts once a first code confirmed it. */
  @Column('bytea', { name: 'totp_secret', nullable: true })
  totpSecret?: Buffer | null;

  @Column('timestamptz', { name: 'totp_confirmed_at', nullable: true })
  totpConfirmedAt!: Date | null;

  /** The newest step of which a code was used: no code of it or an older one is taken again. */
  @Column('bigint', { name: 'totp_last_step', nullable: true })
  totpLastStep?: string | null;

  @Column('bytea', { name: 'recovery_hashes', array: true })
  recoveryHashes?: Buffer[];

  @Column('timestamptz', { name: 'created_at' })
  createdAt?: Date;

  /** Set where she has just signed in: the request itself is nobody's yet. */
  isCaller?: boolean;
}

/** What proves who somebody is. */
export interface Account extends Pick<User, 'id' | 'email' | 'active' | 'totpConfirmedAt'> {
  passwordHash: string;
  totpSecret: Buffer | null;
  /** What her failures are counted by. */
  lowerEmail: string;
}
