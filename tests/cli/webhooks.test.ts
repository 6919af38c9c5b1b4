import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { queryRows } from '../../src/backend/database.ts';
import { newWebhooksShape } from '../../src/contract/credentials.ts';
import { type BackendWorld, openBackendWorld } from '../http/backend-world.ts';
import { callTaquilla } from './call-taquilla.ts';

let world: BackendWorld;
const KEY = randomBytes(32).toString('base64');

beforeAll(async () => {
  world = await openBackendWorld(12);
});
afterAll(async () => await world.close());

async function webhooks(...args: readonly string[]) {
  const env = {
    DATABASE_URL: world.url,
    TAQUILLA_SECRET_KEY: KEY,
    PUBLIC_URL: 'https://taquilla.example.com',
  };
  return await callTaquilla(['credentials', 'webhooks', 'the shop', ...args], { env });
}

test('webhooks are set up, shown, rotated and ended at the command line, and the audit log says so', async () => {
  expect((await webhooks()).stdout).toContain('have no webhooks');
  const made = JSON.parse((await webhooks('--new-secret', '--json')).stdout);
  expect(made).toMatchObject({
    address: expect.stringMatching(
      /^https:\/\/taquilla\.example\.com\/api\/v1\/sync-woocommerce\/webhooks\/[\w-]{36}\/$/,
    ),
    topics: ['order.created', 'order.updated', 'order.deleted', 'order.restored'],
    last_24_hours: { deliveries: 0, announcing: 0, refused: 0, found: 0, missed: 0 },
  });
  // The document is that of the API.
  newWebhooksShape.strict().parse(made);
  const shown = (await webhooks()).stdout;
  expect(shown).toContain(made.address);
  expect(shown).not.toContain(made.secret);
  const again = JSON.parse((await webhooks('--new-secret', '--json')).stdout);
  expect([again.address === made.address, again.secret === made.secret]).toEqual([true, false]);
  expect((await webhooks('--new-secret', '--end')).exitCode).toBe(64);
  expect((await webhooks('--end')).stdout).toContain('have no webhooks');
  const entries = await queryRows<{ action: string }>(
    world.backend.db,
    `select action from audit_entries where address = 'command line' order by created_at, id`,
  );
  expect(entries.map(({ action }) => action)).toEqual([
    'credentials.set-up-webhooks',
    'credentials.set-up-webhooks',
    'credentials.remove-webhooks',
  ]);
});
