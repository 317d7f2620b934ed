/** The door of the desk: whoever is signed in gets through, and each field behind it says what more it asks. */
import { Authorized, Query, Resolver } from 'type-graphql';
import type { Requirement } from './access.js';
import { Desk } from './desk.js';

@Resolver()
export class DeskResolver {
  @Authorized<Requirement>('SIGNED_IN')
  @Query(() => Desk, {
    nullable: true,
    description: 'What editors alone may see. Null with FORBIDDEN for everybody else.',
  })
  desk(): Desk {
    return new Desk();
  }
}
