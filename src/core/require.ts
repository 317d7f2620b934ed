/** The gate before every field that is not for everybody: `@Authorized(requirement)` leads here. */
import type { AuthCheckerFn } from 'type-graphql';
import { meets, type Requirement } from './access.js';
import type { RequestContext } from './context.js';
import { forbidden, unauthenticated } from './errors.js';

/** Editors' mutations ask strangers to sign in; editors' fields are simply not theirs. */
export const checkAccess: AuthCheckerFn<RequestContext, Requirement> = ({ context, info }, requirements) => {
  if (requirements.length > 0 && requirements.every((requirement) => meets(context.actor, requirement))) return true;
  const { actor, request } = context;
  if (actor.kind === 'editor') throw forbidden(`The role ${actor.role} does not allow ${info.fieldName}.`);
  if (actor.kind === 'partner') throw forbidden(`${info.fieldName} is for editors: no partner's key opens it.`);
  const hadToken = request.token !== null;
  if (info.parentType === info.schema.getMutationType()) throw unauthenticated(hadToken);
  throw forbidden(hadToken ? 'This session has ended: sign in again.' : `${info.fieldName} is for editors: sign in.`);
};
