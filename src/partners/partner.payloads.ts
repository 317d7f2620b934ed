/** What mutations of partners and keys answer. */
import { Field, ObjectType } from 'type-graphql';
import { Payload } from '../core/payload.js';
import { ApiKey } from './api-key.entity.js';
import { Partner } from './partner.entity.js';

@ObjectType({ description: 'The partner after the change.' })
export class PartnerPayload extends Payload {
  @Field(() => Partner, { nullable: true, description: 'The partner; null where there are errors.' })
  partner?: Partner | null;
}

@ObjectType({ description: 'A new key, and the key itself.' })
export class CreateApiKeyPayload extends Payload {
  @Field(() => ApiKey, {
    nullable: true,
    description: 'The key as it is shown from now on; null where there are errors.',
  })
  apiKey?: ApiKey | null;

  @Field(() => String, {
    nullable: true,
    description: 'What to send as `Authorization: Bearer`. It is shown this once; only its hash is stored.',
  })
  secret?: string | null;
}

@ObjectType({ description: 'The key after the change.' })
export class ApiKeyPayload extends Payload {
  @Field(() => ApiKey, { nullable: true, description: 'The key; null where there are errors.' })
  apiKey?: ApiKey | null;
}
