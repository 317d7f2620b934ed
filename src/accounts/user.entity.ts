/** Somebody at the desk. */
import { Field, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Node } from '../core/localized-text.js';

@Entity('user_account')
@ObjectType({ implements: Node, description: 'Somebody who works at the desk.' })
export class User implements Node {
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  @Field(() => String, { description: 'The name that colleagues see.' })
  name!: string;
}
