import { createHmac } from 'node:crypto';
import type { LightMyRequestResponse } from 'fastify';
import { putWebhookSecret } from '../../src/backend/credentials/webhook-records.ts';
import { newId } from '../../src/kernel/ids.ts';
import { Secret } from '../../src/kernel/secrets/secret.ts';
import type { ApiWorld } from './api-world.ts';

export const WEBHOOK_SECRET = 'the secret of the tests';

export function sign(body: string, secret = WEBHOOK_SECRET): string {
  return createHmac('sha256', secret).update(body).digest('base64');
}

/** Sets the webhooks of the world's credentials up with this secret, and returns their path. */
export async function setUpWebhooks(world: ApiWorld, secret = WEBHOOK_SECRET): Promise<string> {
  const reply = await world.ask('superuser', 'POST', `credentials/${world.credentialsId}/webhooks/`);
  if (reply.statusCode !== 200) throw new Error(reply.body);
  const key = new Secret('a secret key of the tests, long enough');
  await putWebhookSecret(world.backend.db, key, world.credentialsId, secret);
  return new URL(reply.json().address).pathname;
}

/** A configuration of a product of the world's credentials, of an organizer of its own. */
export async function addConfiguration(world: ApiWorld, product: number): Promise<string> {
  const [id, organizer] = [newId(), newId()];
  const { db } = world.backend;
  await db.query(`insert into organizers (id, name, slug, contact_email) values ($1, 'O', $2, $3)`, [
    organizer,
    organizer,
    `${organizer}@example.com`,
  ]);
  await db.query(
    `insert into sync_configurations (id, name, organizer_id, credentials_id, woo_product_id, event_name, frequency,
       schedule_anchor, timezone, pinned_site_url, pinned_table_prefix)
     values ($1, $2, $3, $4, $5, 'Event', 'manual', now(), 'UTC', 'https://store.example.com', 'wp_')`,
    [id, `Event ${product}`, organizer, world.credentialsId, product],
  );
  return id;
}

/** Sends a body as WooCommerce does. */
export async function deliver(
  world: ApiWorld,
  path: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<LightMyRequestResponse> {
  return await world.server.inject({
    method: 'POST',
    url: path,
    payload: body,
    headers: {
      'content-type': 'application/json',
      'x-wc-webhook-topic': 'order.updated',
      'x-wc-webhook-signature': sign(body),
      ...headers,
    },
  });
}
