/** What administrators do to webhooks. */
import { Arg, Authorized, Ctx, Mutation, Resolver } from 'type-graphql';
import { Permission, type Requirement } from '../core/access.js';
import type { RequestContext } from '../core/context.js';
import { mutate, mutateChecked } from '../core/mutate.js';
import { DeletePayload } from '../core/payload.js';
import { createWebhook, type WebhookFields } from './create-webhook.js';
import { deleteWebhook } from './delete-webhook.js';
import { editWebhook } from './edit-webhook.js';
import { rotateSecret } from './rotate-secret.js';
import { redeliver, testWebhook } from './send-again.js';
import {
  DeliveryIdInput,
  EditWebhookInput,
  RotateWebhookSecretInput,
  readOverlap,
  WebhookIdInput,
  WebhookInput,
} from './webhook.inputs.js';
import { deliveryById, webhookById } from './webhook.loaders.js';
import { CreateWebhookPayload, DeliveryPayload, WebhookPayload } from './webhook.payloads.js';
import { readWebhookFields } from './webhook-fields.js';

@Resolver()
export class ManageWebhooksResolver {
  @Authorized<Requirement>(Permission.PARTNERS_MANAGE)
  @Mutation(() => CreateWebhookPayload, {
    nullable: true,
    description: 'Makes a webhook, which is told what happens from now on. At most 20 a partner.',
  })
  createWebhook(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => WebhookInput, { description: 'The webhook.' }) { partnerId, ...given }: WebhookInput,
  ): Promise<CreateWebhookPayload> {
    return mutateChecked(
      ctx,
      () => readWebhookFields(given, ctx.settings.allowPrivateAddresses) as WebhookFields,
      (tx, fields) => createWebhook(tx, ctx.editor, partnerId, fields),
      async ({ id, secret }) => ({ webhook: await ctx.load(webhookById, id), secret }),
    );
  }

  @Authorized<Requirement>(Permission.PARTNERS_MANAGE)
  @Mutation(() => WebhookPayload, { nullable: true, description: 'Changes a webhook, or switches it on or off.' })
  editWebhook(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => EditWebhookInput, { description: 'Which, and what changes.' }) {
      id,
      ...given
    }: EditWebhookInput,
  ): Promise<WebhookPayload> {
    return mutateChecked(
      ctx,
      () => readWebhookFields(given, ctx.settings.allowPrivateAddresses),
      (tx, fields) => editWebhook(tx, ctx.editor, id, fields),
      async () => ({ webhook: await ctx.load(webhookById, id) }),
    );
  }

  @Authorized<Requirement>(Permission.PARTNERS_MANAGE)
  @Mutation(() => DeletePayload, {
    nullable: true,
    description: 'Deletes a webhook, with what waits for it and its log.',
  })
  deleteWebhook(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => WebhookIdInput, { description: 'The webhook.' }) { id }: WebhookIdInput,
  ): Promise<DeletePayload> {
    return mutate(
      ctx,
      (tx) => deleteWebhook(tx, ctx.editor, id),
      (deletedId) => ({ deletedId }),
    );
  }

  @Authorized<Requirement>(Permission.PARTNERS_MANAGE)
  @Mutation(() => CreateWebhookPayload, {
    nullable: true,
    description: 'Gives a webhook a new secret. For a while messages carry signatures by both.',
  })
  rotateWebhookSecret(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => RotateWebhookSecretInput, { description: 'The webhook.' })
    { id, overlapHours }: RotateWebhookSecretInput,
  ): Promise<CreateWebhookPayload> {
    return mutateChecked(
      ctx,
      () => readOverlap(overlapHours),
      (tx, hours) => rotateSecret(tx, ctx.editor, id, hours),
      async ({ secret }) => ({ webhook: await ctx.load(webhookById, id), secret }),
    );
  }

  @Authorized<Requirement>(Permission.PARTNERS_MANAGE)
  @Mutation(() => DeliveryPayload, { nullable: true, description: 'Sends a message of the type webhook.test.' })
  testWebhook(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => WebhookIdInput, { description: 'The webhook.' }) { id }: WebhookIdInput,
  ): Promise<DeliveryPayload> {
    return mutate(
      ctx,
      (tx) => testWebhook(tx, ctx.editor, id),
      async (deliveryId) => ({ delivery: await ctx.load(deliveryById, deliveryId) }),
    );
  }

  @Authorized<Requirement>(Permission.PARTNERS_MANAGE)
  @Mutation(() => DeliveryPayload, {
    nullable: true,
    description: 'Sends a message of the log once more, whatever became of it, under the same id.',
  })
  redeliverWebhook(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => DeliveryIdInput, { description: 'The delivery.' }) { id }: DeliveryIdInput,
  ): Promise<DeliveryPayload> {
    return mutate(
      ctx,
      (tx) => redeliver(tx, ctx.editor, id),
      async () => ({ delivery: await ctx.load(deliveryById, id) }),
    );
  }
}
