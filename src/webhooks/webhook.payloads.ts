/** What mutations of webhooks answer. */
import { Field, ObjectType } from 'type-graphql';
import { Payload } from '../core/payload.js';
import { Delivery } from './delivery.entity.js';
import { Webhook } from './webhook.entity.js';

@ObjectType({ description: 'The webhook, and its new secret.' })
export class CreateWebhookPayload extends Payload {
  @Field(() => Webhook, { nullable: true, description: 'The webhook; null where there are errors.' })
  webhook?: Webhook | null;

  @Field(() => String, {
    nullable: true,
    description: 'By what its messages are signed, whsec_ and more. It is shown this once.',
  })
  secret?: string | null;
}

@ObjectType({ description: 'The webhook after the change.' })
export class WebhookPayload extends Payload {
  @Field(() => Webhook, { nullable: true, description: 'The webhook; null where there are errors.' })
  webhook?: Webhook | null;
}

@ObjectType({ description: 'A message that is about to be sent.' })
export class DeliveryPayload extends Payload {
  @Field(() => Delivery, { nullable: true, description: 'The delivery; null where there are errors.' })
  delivery?: Delivery | null;
}
