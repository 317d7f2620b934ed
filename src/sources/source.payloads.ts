/** What mutations of sources answer. */
import { Field, ObjectType } from 'type-graphql';
import { Payload } from '../core/payload.js';
import { Source } from './source.entity.js';

@ObjectType({ description: 'A source that was made or changed.' })
export class SourcePayload extends Payload {
  @Field(() => Source, { nullable: true, description: 'The source; null where there are errors.' })
  source!: Source | null;
}
