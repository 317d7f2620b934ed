/** Who asks, as consoles need to know it. A later issue adds partners. */
import { Field, ObjectType } from 'type-graphql';
import { Permission } from '../core/access.js';
import { User } from './user.entity.js';

@ObjectType({ description: 'Who asks: nobody, or an editor.' })
export class Viewer {
  @Field(() => User, { nullable: true, description: 'Who is signed in; null where nobody is.' })
  user!: User | null;

  @Field(() => [Permission], { description: 'What she may do.' })
  permissions!: Permission[];
}
