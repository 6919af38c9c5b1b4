import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLog } from '../../src/kernel/log/log.ts';
import { waitFor } from '../tasks/wait-for.ts';
import { type ApiWorld, openApiWorld } from './api-world.ts';
import { deliver, sign } from './webhook-world.ts';

const ORDER = '{"id":7,"line_items":[{"product_id":1,"variation_id":0}]}';

let world: ApiWorld;
let lines: string[];

beforeEach(async () => {
  lines = [];
  const output = new Writable({
    write: (chunk, _encoding, done) => {
      lines.push(String(chunk));
      done();
    },
  });
  world = await openApiWorld({ log: createLog('trace', output) });
});
afterEach(async () => await world.close());

const rows = async (sql: string): Promise<readonly unknown[]> => (await world.backend.db.query(sql)).rows;

describe('a secret', () => {
  const path = () => `credentials/${world.credentialsId}/webhooks/`;

  test('is shown once, and only to those who may change the credentials', async () => {
    expect((await world.ask('operator', 'POST', path())).statusCode).toBe(403);
    expect((await world.ask('viewer', 'GET', path())).statusCode).toBe(404);
    expect((await world.ask('operator', 'GET', path())).json()).toMatchObject({
      address: null,
      secret_set_at: null,
    });
    const made = (await world.ask('superuser', 'POST', path())).json();
    expect(made.secret).toMatch(/^taqwh_[\w-]{43}$/);
    for (const role of ['superuser', 'operator'] as const) {
      const { body } = await world.ask(role, 'GET', path());
      expect(body).toContain(made.address);
      expect(body).not.toContain(made.secret);
    }
    const kept = JSON.stringify(await rows('select * from sync_webhooks'));
    const audited = JSON.stringify(await rows('select * from audit_entries'));
    expect(`${kept} ${audited}`).not.toContain(made.secret);
    expect(audited).toContain('credentials.set-up-webhooks');
  });

  test('that is rotated keeps the address and ends the one before', async () => {
    const first = (await world.ask('superuser', 'POST', path())).json();
    const second = (await world.ask('superuser', 'POST', path())).json();
    expect(second.address).toBe(first.address);
    const at = new URL(first.address).pathname;
    const status = async (secret: string) =>
      (await deliver(world, at, ORDER, { 'x-wc-webhook-signature': sign(ORDER, secret) })).statusCode;
    expect(await status(second.secret)).toBe(200);
    expect(await status(first.secret)).toBe(401);
    expect((await world.ask('superuser', 'DELETE', path())).statusCode).toBe(204);
    await waitFor(
      async () => await status(second.secret),
      (value) => value === 404,
    );
  });

  test('is in no line of the log, nor is an address or anything of an order', async () => {
    const made = (await world.ask('superuser', 'POST', path())).json();
    const at = new URL(made.address).pathname;
    const buyer = JSON.stringify({ id: 7, billing: { email: 'buyer@example.com' } });
    await deliver(world, at, buyer, { 'x-wc-webhook-signature': sign(buyer, made.secret) });
    await deliver(world, at, buyer, { 'x-wc-webhook-signature': sign(buyer, 'wrong') });
    const all = lines.join('');
    expect(all).toContain('/webhooks/:address/');
    for (const hidden of [
      made.secret,
      at.split('/').at(-2) ?? '',
      'buyer@example.com',
      sign(buyer, 'wrong'),
    ]) {
      expect(all).not.toContain(hidden);
    }
  });
});
