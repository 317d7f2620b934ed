/** What administrators say of webhooks, and what may be asked of their log. In edits an absent field stays. */
import { ArgsType, Field, ID, InputType, Int } from 'type-graphql';
import { ChangeKind } from '../changes/change-kind.js';
import { ForwardArgs } from '../core/page.js';
import { UrlScalar } from '../core/scalars.js';
import { at, rejected } from '../core/user-error.js';
import { DeliveryState } from './delivery.entity.js';

const URL = 'Where messages are sent: http or https, on the public internet, without a user name.';
const EVENTS = 'Which changes are sent; at least one. Who mirrors takes them all.';

@InputType({ description: 'A new webhook.' })
export class WebhookInput {
  @Field(() => ID, { description: 'Whose.' })
  partnerId!: string;

  @Field(() => UrlScalar, { description: URL })
  url!: string;

  @Field(() => [ChangeKind], { description: EVENTS })
  events!: ChangeKind[];
}

@InputType({ description: 'Changes of a webhook.' })
export class EditWebhookInput {
  @Field(() => ID, { description: 'Which webhook.' })
  id!: string;

  @Field(() => UrlScalar, { nullable: true, description: `${URL} What waits is sent there too.` })
  url?: string | null;

  @Field(() => [ChangeKind], { nullable: true, description: EVENTS })
  events?: ChangeKind[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it is on. Switched on again, it goes on where it stopped: nothing is lost.',
  })
  active?: boolean | null;
}

@InputType({ description: 'Which webhook.' })
export class WebhookIdInput {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;
}

const MAX_OVERLAP = 168;

@InputType({ description: 'Which webhook gets a new secret.' })
export class RotateWebhookSecretInput {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field(() => Int, {
    nullable: false,
    defaultValue: 24,
    description: `Hours for which messages are signed by the secret before too; 0 to ${MAX_OVERLAP}.`,
  })
  overlapHours!: number;
}

export function readOverlap(hours: number): number {
  if (hours >= 0 && hours <= MAX_OVERLAP) return hours;
  throw rejected('INVALID', at('overlapHours'), `${hours} is not from 0 to ${MAX_OVERLAP}.`);
}

@InputType({ description: 'Which delivery.' })
export class DeliveryIdInput {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;
}

@ArgsType()
export class DeliveriesArgs extends ForwardArgs {
  @Field(() => DeliveryState, { nullable: true, description: 'Only those of which this became.' })
  state?: DeliveryState | null;
}
