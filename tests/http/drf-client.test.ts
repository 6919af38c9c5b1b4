import { afterAll, beforeAll, expect, test } from 'vitest';
import { listen } from '../../src/http/server/listen.ts';
import { type ApiWorld, BODY, openApiWorld } from './api-world.ts';

/** A client as it is usual for Django REST framework: a router's paths, its pages, its errors. */
class RestClient {
  readonly #base: string;
  readonly #token: string;

  constructor(base: string, token: string) {
    this.#base = base;
    this.#token = token;
  }

  async send(method: string, path: string, body?: unknown) {
    const reply = await fetch(path.startsWith('http') ? path : `${this.#base}${path}`, {
      method,
      redirect: 'error',
      headers: {
        Authorization: `Token ${this.#token}`,
        Accept: 'application/json',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json; charset=utf-8' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await reply.text();
    return { status: reply.status, data: text === '' ? null : JSON.parse(text) };
  }

  /** The whole list, by following `next`. */
  async all(path: string): Promise<{ count: number; rows: Record<string, unknown>[] }> {
    const rows: Record<string, unknown>[] = [];
    let count = 0;
    for (let next: string | null = path; next !== null; ) {
      const { data } = await this.send('GET', next);
      rows.push(...data.results);
      ({ next, count } = data);
    }
    return { count, rows };
  }
}

let world: ApiWorld;
let client: RestClient;

beforeAll(async () => {
  world = await openApiWorld();
  const address = await listen(world.server, { host: '127.0.0.1', port: 0 });
  client = new RestClient(`${address}/api/v1/sync-woocommerce/`, world.tokens.superuser);
});
afterAll(async () => await world.close());

test('a client written for Django REST framework works unchanged', async () => {
  const root = await client.send('GET', '');
  expect(Object.keys(root.data)).toEqual(
    expect.arrayContaining(['configurations', 'executions', 'credentials']),
  );
  for (let at = 1; at <= 45; at += 1) {
    const made = await client.send('POST', 'configurations/', {
      ...BODY,
      woocommerce_product_id: at,
      name: `Evento ${at}`,
    });
    expect(made.status).toBe(201);
  }
  const { count, rows } = await client.all(root.data.configurations);
  expect([count, rows.length, new Set(rows.map((row) => row['id'])).size]).toEqual([45, 45, 45]);
  expect((await client.all('configurations/?page_size=7&search=evento')).rows).toHaveLength(45);

  const url = `configurations/${String(rows[0]?.['id'])}/`;
  const got = (await client.send('GET', url)).data;
  const put = await client.send('PUT', url, { ...got, event_description: 'Con música' });
  expect(put).toMatchObject({
    status: 200,
    data: { ...got, event_description: 'Con música', updated_at: put.data.updated_at },
  });
  expect(Object.keys(put.data)).toEqual(Object.keys(got));

  const refused = await client.send('POST', 'configurations/', { name: '', frequency: 'sometimes' });
  expect(refused.status).toBe(400);
  expect(refused.data['organizer_email']).toEqual(['This field is required.']);
  expect(refused.data['name']).toEqual(['This field may not be blank.']);
  expect(Array.isArray(refused.data['frequency'])).toBe(true);

  const missing = await client.send('GET', 'configurations/0190b0b0-0000-7000-8000-000000000000/');
  expect([missing.status, typeof missing.data.detail]).toEqual([404, 'string']);
  const started = await client.send('POST', `${url}trigger/`, {});
  expect([started.status, typeof started.data.task_id]).toEqual([202, 'string']);
  expect((await client.send('POST', 'management/trigger_all/')).status).toBe(202);
  expect((await client.send('DELETE', url)).status).toBe(204);
  expect((await client.send('GET', url)).status).toBe(404);
});
