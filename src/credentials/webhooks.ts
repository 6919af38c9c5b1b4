import { findCredentials } from '../backend/credentials/credentials-records.ts';
import { putWebhookSecret, type WebhookState } from '../backend/credentials/webhook-records.ts';
import type { WebhooksReply } from '../contract/credentials.ts';
import { newOpaqueToken } from '../kernel/secrets/opaque-token.ts';
import { toInstantText } from '../kernel/time/instants.ts';
import { WEBHOOK_TOPICS } from '../vocabulary/credentials.ts';
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

/**
 * The webhooks of a set, as the API and the command line show them.
 *
 * @param base the address below which this service is reached
 */
export function shownWebhooks(state: WebhookState | null, base: string): WebhooksReply {
  const instant = (at: Date | null | undefined) => (at == null ? null : toInstantText(at));
  return {
    address: state === null ? null : `${base}${WEBHOOKS_PATH}${state.addressId}/`,
    topics: [...WEBHOOK_TOPICS],
    secret_set_at: instant(state?.secretSetAtUtc),
    last_ping_at: instant(state?.lastPingAtUtc),
    last_delivery_at: instant(state?.lastDeliveryAtUtc),
    last_topic: state?.lastTopic ?? null,
    last_order_at: instant(state?.lastOrderAtUtc),
    last_refused_at: instant(state?.lastRefusedAtUtc),
    waiting_orders: state?.waiting ?? 0,
    last_24_hours: {
      deliveries: state?.deliveries ?? 0,
      announcing: state?.announcing ?? 0,
      refused: state?.refused ?? 0,
      found: state?.found ?? 0,
      missed: state?.missed ?? 0,
    },
  };
}
