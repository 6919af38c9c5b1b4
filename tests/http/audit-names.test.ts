import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { auditPageShape } from '../../src/contract/access/auth.ts';
import { type ApiWorld, BODY, openApiWorld } from './api-world.ts';

type Entry = z.output<typeof auditPageShape>['results'][number];

let world: ApiWorld;

beforeAll(async () => {
  world = await openApiWorld();
});
afterAll(async () => await world.close());

async function newest(query = ''): Promise<Entry> {
  const reply = await world.ask('superuser', 'GET', `/api/v1/auth/audit/${query}`);
  const [entry] = auditPageShape.parse(reply.json()).results;
  if (entry === undefined) throw new Error('the log is empty');
  return entry;
}

async function makeConfiguration(): Promise<string> {
  const made = await world.ask('superuser', 'POST', 'configurations/', BODY);
  expect([made.statusCode, made.body]).toEqual([201, expect.any(String)]);
  return made.json().id;
}

test('an entry names who did it, with which token, to what, and what it changed', async () => {
  const id = await makeConfiguration();
  expect(await newest()).toMatchObject({
    action: 'configurations.create',
    subject: { kind: 'configuration', id, name: BODY.name, exists: true },
    changes: null,
  });
  await world.ask('superuser', 'PATCH', `configurations/${id}/`, { service_fee_percentage: 12 });
  expect(await newest()).toMatchObject({
    action: 'configurations.change',
    user_email: 'superuser@example.com',
    token_name: 'tests',
    subject: { kind: 'configuration', id, name: BODY.name, exists: true },
    changes: { service_fee_percentage: ['10.00', '12.00'] },
  });
  await world.ask('superuser', 'PATCH', `configurations/${id}/`, {
    name: 'Otro nombre',
    frequency: 'hourly',
  });
  expect(await newest()).toMatchObject({
    subject: { name: BODY.name },
    changes: { name: [BODY.name, 'Otro nombre'], frequency: ['daily', 'hourly'] },
  });

  expect((await world.ask('superuser', 'DELETE', `configurations/${id}/`)).statusCode).toBe(204);
  expect(await newest()).toMatchObject({
    action: 'configurations.delete',
    subject: { id, name: 'Otro nombre', exists: false },
  });
});

test('an entry shows the products of an event before and after', async () => {
  const id = await makeConfiguration();
  const { woocommerce_product_id: product } = BODY;
  for (const [products, before, after] of [
    [[product, 901, 900], `${product}`, `${product}, 901, 900`],
    [[product, 900], `${product}, 901, 900`, `${product}, 900`],
  ] as const) {
    await world.ask('superuser', 'PATCH', `configurations/${id}/`, { woocommerce_product_ids: products });
    expect((await newest()).changes).toEqual({ woocommerce_product_ids: [before, after] });
  }
  await world.ask('superuser', 'DELETE', `configurations/${id}/`);
});

test('the log is filtered by one action, or by a kind of object', async () => {
  const id = await makeConfiguration();
  await world.ask('superuser', 'POST', `configurations/${id}/pause/`);
  await world.ask('superuser', 'DELETE', `configurations/${id}/`);
  const actions = async (action: string): Promise<string[]> => {
    const reply = await world.ask('superuser', 'GET', `/api/v1/auth/audit/?object_id=${id}&action=${action}`);
    return auditPageShape.parse(reply.json()).results.map((one) => one.action);
  };
  expect(await actions('configurations.pause')).toEqual(['configurations.pause']);
  expect(await actions('configurations')).toEqual([
    'configurations.delete',
    'configurations.pause',
    'configurations.create',
  ]);
  expect(await actions('configuration')).toEqual([]);
  expect(await actions('users')).toEqual([]);
});

test('a removed object keeps its name; that of an entry of 0.1 is looked up, or is absent', async () => {
  const { db } = world.backend;
  const made = await world.ask('superuser', 'POST', 'credentials/', {
    name: 'the old shop',
    transport: 'direct',
    mysql_host: 'mysql.example.com',
    mysql_username: 'reader',
    mysql_database: 'wordpress',
  });
  expect([made.statusCode, made.body]).toEqual([201, expect.any(String)]);
  const { id } = made.json();
  await world.ask('superuser', 'PATCH', `credentials/${id}/`, {
    statement_limit_s: 60,
    text_encoding: 'utf8mb4',
    order_number_meta: '_invoice_no',
  });
  const changed = await newest();
  expect(changed.changes).toEqual({
    statement_limit_s: ['120', '60'],
    text_encoding: ['auto', 'utf8mb4'],
    order_number_meta: [null, '_invoice_no'],
  });
  await db.query('update audit_entries set object_name = null, changes = null where id = $1', [changed.id]);
  expect((await newest(`?object_id=${id}`)).subject).toMatchObject({ name: 'the old shop', exists: true });

  expect((await world.ask('superuser', 'DELETE', `credentials/${id}/`)).statusCode).toBe(204);
  expect(await newest()).toMatchObject({
    action: 'credentials.delete',
    subject: { kind: 'credentials', id, name: 'the old shop', exists: false },
  });
  const old = await newest(`?object_id=${id}&action=credentials.change`);
  expect(old.subject).toEqual({ kind: 'credentials', id, name: null, exists: false });
});

test('the change of a user shows the role before and after, and a search finds the name of the object', async () => {
  const made = await world.ask('superuser', 'POST', '/api/v1/auth/users/', {
    email: 'nueva@example.com',
    password: 'una clave bien larga',
    role: 'viewer',
  });
  expect([made.statusCode, made.body]).toEqual([201, expect.any(String)]);
  const { id } = made.json();
  const put = { email: 'nueva@example.com', role: 'operator' };
  const changed = await world.ask('superuser', 'PUT', `/api/v1/auth/users/${id}/`, put);
  expect([changed.statusCode, changed.body]).toEqual([200, expect.any(String)]);
  expect(await newest()).toMatchObject({
    token_name: null,
    subject: { kind: 'user', id, name: 'nueva@example.com' },
    changes: { role: ['viewer', 'operator'] },
  });
  const found = await world.ask('superuser', 'GET', '/api/v1/auth/audit/?search=otro%20nombre');
  expect(found.json().count).toBe(1);
});
