import { createHmac, randomBytes } from 'node:crypto';
import type { Secret } from '../../kernel/secrets/secret.ts';

const PREFIX = 'whsec_';
const SECRET_BYTES = 32;

/** A secret in the form of Standard Webhooks. */
export function newSigningSecret(): string {
  return `${PREFIX}${randomBytes(SECRET_BYTES).toString('base64')}`;
}

/**
 * The header `webhook-signature` of Standard Webhooks: one signature for each secret.
 *
 * @source https://github.com/standard-webhooks/standard-webhooks, "Signature scheme"
 */
export function signatures(
  secrets: readonly Secret[],
  { id, timestampS, body }: { readonly id: string; readonly timestampS: number; readonly body: string },
): string {
  return secrets
    .map((secret) => {
      const key = Buffer.from(secret.reveal().slice(PREFIX.length), 'base64');
      return `v1,${createHmac('sha256', key).update(`${id}.${timestampS}.${body}`).digest('base64')}`;
    })
    .join(' ');
}
