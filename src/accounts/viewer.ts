/** Who asks, as consoles need to know it. partners/ adds the partner. */
import { Field, ObjectType } from 'type-graphql';
import { Permission } from '../core/access.js';
import { User } from './user.entity.js';

@ObjectType({ description: 'Who asks: nobody, an editor, or a partner by her key.' })
export class Viewer {
  @Field(() => User, { nullable: true, description: 'Who is signed in; null where nobody is.' })
  user!: User | null;

  @Field(() => [Permission], { description: 'What she may do at the desk: a partner, nothing.' })
  permissions!: Permission[];
}
