/** The root of what editors alone may see. Each feature adds its fields from its own folder. */
import { ObjectType } from 'type-graphql';

@ObjectType({ description: 'What editors alone may see.' })
export class Desk {}
