/** What administrators do to partners and their keys. */
import { Arg, Authorized, Ctx, Mutation, Resolver } from 'type-graphql';
import { Permission, type Requirement } from '../core/access.js';
import type { RequestContext } from '../core/context.js';
import { mutate, mutateChecked } from '../core/mutate.js';
import { at, Mistakes } from '../core/user-error.js';
import { createApiKey } from './create-api-key.js';
import { createPartner } from './create-partner.js';
import { editPartner } from './edit-partner.js';
import { ApiKeyIdInput, CreateApiKeyInput, EditPartnerInput, PartnerInput } from './partner.inputs.js';
import { apiKeyById, partnerById } from './partner.loaders.js';
import { ApiKeyPayload, CreateApiKeyPayload, PartnerPayload } from './partner.payloads.js';
import { type PartnerFields, readPartnerFields, readPartnerName } from './partner-fields.js';
import { revokeApiKey } from './revoke-api-key.js';

@Resolver()
export class ManagePartnersResolver {
  @Authorized<Requirement>(Permission.PARTNERS_MANAGE)
  @Mutation(() => PartnerPayload, {
    nullable: true,
    description: 'Adds a partner. DUPLICATE for a name that is known.',
  })
  createPartner(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => PartnerInput, { description: 'The partner.' }) input: PartnerInput,
  ): Promise<PartnerPayload> {
    return mutateChecked(
      ctx,
      () => checked((mistakes) => readPartnerFields(mistakes, input) as Omit<PartnerFields, 'active'>),
      (tx, fields) => createPartner(tx, ctx.editor, fields),
      async (id) => ({ partner: await ctx.load(partnerById, id) }),
    );
  }

  @Authorized<Requirement>(Permission.PARTNERS_MANAGE)
  @Mutation(() => PartnerPayload, { nullable: true, description: 'Changes a partner, from her next request on.' })
  editPartner(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => EditPartnerInput, { description: 'Whom, and what changes.' }) input: EditPartnerInput,
  ): Promise<PartnerPayload> {
    return mutateChecked(
      ctx,
      () => checked((mistakes) => readPartnerFields(mistakes, input)),
      (tx, fields) => editPartner(tx, ctx.editor, input.id, fields),
      async () => ({ partner: await ctx.load(partnerById, input.id) }),
    );
  }

  @Authorized<Requirement>(Permission.PARTNERS_MANAGE)
  @Mutation(() => CreateApiKeyPayload, {
    nullable: true,
    description: 'Makes a key, which is shown this once. At most 20 of a partner are in force at a time.',
  })
  createApiKey(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => CreateApiKeyInput, { description: 'Whose, and what for.' }) input: CreateApiKeyInput,
  ): Promise<CreateApiKeyPayload> {
    return mutateChecked(
      ctx,
      () => checked((mistakes) => parseNewKey(mistakes, input)),
      (tx, key) => createApiKey(tx, ctx.editor, key),
      async ({ id, secret }) => ({ apiKey: await ctx.load(apiKeyById, id), secret }),
    );
  }

  @Authorized<Requirement>(Permission.PARTNERS_MANAGE)
  @Mutation(() => ApiKeyPayload, { nullable: true, description: 'Ends a key at once.' })
  revokeApiKey(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => ApiKeyIdInput, { description: 'Which key.' }) { id }: ApiKeyIdInput,
  ): Promise<ApiKeyPayload> {
    return mutate(
      ctx,
      (tx) => revokeApiKey(tx, ctx.editor, id),
      async () => ({ apiKey: await ctx.load(apiKeyById, id) }),
    );
  }
}

function checked<Fields>(read: (mistakes: Mistakes) => Fields): Fields {
  const mistakes = new Mistakes();
  const fields = read(mistakes);
  mistakes.refuse();
  return fields;
}

function parseNewKey(mistakes: Mistakes, { partnerId, name, expiresAt = null }: CreateApiKeyInput) {
  if (expiresAt !== null && expiresAt <= new Date())
    mistakes.add(at('expiresAt'), 'It is over: name a moment in the future, or none.');
  return { partnerId, name: readPartnerName(mistakes, name), expiresAt };
}
