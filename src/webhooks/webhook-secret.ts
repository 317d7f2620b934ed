/** Secrets and signatures of Standard Webhooks (standardwebhooks.com). */
import { randomBytes } from 'node:crypto';
import { Webhook as Signer } from 'standardwebhooks';

/** What the specification asks for: 24 to 64 bytes. */
const BYTES = 32;

export const newWebhookSecret = () => `whsec_${randomBytes(BYTES).toString('base64')}`;

/** The headers of a message. It is signed by each of the secrets, so that its receiver may change over in her own time. */
export function signatureHeaders(id: string, body: string, secrets: readonly string[], at = new Date()) {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Signer(secret).sign(id, at, body)).join(' '),
  };
}
