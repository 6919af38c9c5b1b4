import { findCredentials } from '../backend/credentials/credentials-records.ts';
import { putWebhookSecret } from '../backend/credentials/webhook-records.ts';
import { newOpaqueToken } from '../kernel/secrets/opaque-token.ts';
import type { CredentialsDeps } from './edit-credentials.ts';

/** The path below which each set of credentials has an address for WooCommerce's deliveries. */
export const WEBHOOKS_PATH = '/api/v1/sync-woocommerce/webhooks/';

/**
 * Gives a set an address and a new secret for WooCommerce's webhooks. The secret is returned here alone; a secret that
 * the set had before is no longer accepted.
 *
 * @throws missing `credentials.none`; config `config.secret-key-short`, `secret.cannot-open`
 */
export async function setUpWebhooks(
  { db, secretKey }: Pick<CredentialsDeps, 'db' | 'secretKey'>,
  credentialsId: string,
): Promise<string> {
  const { id } = await findCredentials(db, credentialsId);
  const secret = newOpaqueToken('taqwh_');
  await putWebhookSecret(db, await secretKey(), id, secret);
  return secret;
}
