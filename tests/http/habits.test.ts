import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { problemShape } from '../../src/contract/problem.ts';
import { API, type ApiWorld, addExecution, BODY, openApiWorld } from './api-world.ts';

let world: ApiWorld;
let id: string;

beforeAll(async () => {
  world = await openApiWorld();
  const made = await world.ask('superuser', 'POST', 'configurations/', BODY);
  expect([made.statusCode, made.json()]).toMatchObject([201, { name: BODY.name }]);
  id = made.json().id;
});
afterAll(async () => await world.close());

describe('the body in the design', () => {
  test('works unchanged, with defaults for the rest', async () => {
    const shown = (await world.ask('viewer', 'GET', `configurations/${id}/`)).json();
    expect(shown).toMatchObject({
      ...BODY,
      service_fee_percentage: '10.00',
      woocommerce_variation_id: null,
      organizer_name: BODY.organizer_email,
      ticket_tier_name: 'General',
      credentials: world.credentialsId,
      credentials_name: 'the shop',
      timezone: 'UTC',
      run_at: null,
      status: 'active',
      status_mapping: {},
      refund_policy: 'newest_not_checked_in',
      max_removal_percent: '20.00',
      success_rate: null,
      is_due_for_sync: false,
      event_id: null,
      form_id: null,
      created_by_name: 'superuser',
      store_url: 'https://tienda.example.com',
    });
    expect(shown.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    expect(Date.parse(shown.next_sync_at)).toBeGreaterThan(Date.now());
  });

  test('is refused a second time, whatever the case of the address', async () => {
    const again = await world.ask('superuser', 'POST', 'configurations/', {
      ...BODY,
      organizer_email: BODY.organizer_email.toUpperCase(),
    });
    expect(again.statusCode).toBe(409);
    expect(again.json()).toMatchObject({
      code: 'configuration.exists',
      configuration: {
        id,
        event_name: BODY.event_name,
        organizer_email: BODY.organizer_email,
      },
      non_field_errors: ['The fields product, organizer and credentials must make a unique set.'],
    });
    expect(again.json().detail).toContain(`“${BODY.event_name}” (configuration ${id})`);
    const spanish = await world.ask('superuser', 'POST', 'configurations/', BODY, {
      'accept-language': 'es',
    });
    expect(spanish.json().detail).toContain(`«${BODY.event_name}» (configuración ${id})`);
  });

  test('of a variation is refused beside its product', async () => {
    const both = await world.ask('superuser', 'POST', 'configurations/', {
      ...BODY,
      woocommerce_variation_id: 5,
    });
    expect([both.statusCode, both.json().code, Object.keys(both.json().errors)]).toEqual([
      409,
      'configuration.product-and-variation',
      ['non_field_errors'],
    ]);
  });
});

describe('paths', () => {
  test('answer with and without a trailing slash and with underscores, and never redirect', async () => {
    for (const path of [
      'configurations',
      'configurations/',
      `configurations/${id}`,
      `configurations/${id}/executions`,
    ]) {
      expect([path, (await world.ask('viewer', 'GET', path)).statusCode]).toEqual([path, 200]);
      const underscored = `/api/v1/sync_woocommerce/${path}`;
      expect([path, (await world.ask('viewer', 'GET', underscored)).statusCode]).toEqual([path, 200]);
    }
    const bulk = { ids: [id], frequency: 'daily' };
    for (const path of ['configurations/bulk-frequency/', 'configurations/bulk_frequency']) {
      expect((await world.ask('superuser', 'POST', path, bulk)).statusCode).toBe(200);
    }
  });

  test('with a malformed or unknown id are 404', async () => {
    for (const wrong of [
      '5',
      'x',
      '0190b0b0-0000-7000-8000-000000000000',
      '%00',
      '%E0%A4%A',
      'a'.repeat(500),
    ]) {
      const reply = await world.ask('superuser', 'GET', `configurations/${wrong}/`);
      expect([wrong, reply.statusCode >= 400 && reply.statusCode < 500]).toEqual([wrong, true]);
      expect(problemShape.parse(reply.json()).status).toBe(reply.statusCode);
    }
    expect((await world.ask('superuser', 'GET', 'configurations/5/')).statusCode).toBe(404);
  });

  test('name their methods', async () => {
    const refused = await world.ask('viewer', 'PATCH', 'configurations/', {});
    expect([refused.statusCode, refused.headers.allow]).toEqual([405, 'GET, POST, HEAD, OPTIONS']);
    expect((await world.ask(null, 'OPTIONS', 'configurations/')).statusCode).toBe(204);
  });
});

describe('bodies', () => {
  test('may be what a client received: read-only fields are ignored, absent optional ones stay', async () => {
    const url = `configurations/${id}/`;
    const got = (await world.ask('superuser', 'GET', url)).json();
    const put = await world.ask('superuser', 'PUT', url, { ...got, name: 'Renamed', status: 'error' });
    expect([put.statusCode, put.json().name, put.json().status]).toEqual([200, 'Renamed', 'active']);
    const changed = await world.ask('superuser', 'PATCH', url, {
      status_mapping: { 'wc-enviado': 'paid' },
      event_start_date: '2025-12-24T20:00:00',
      timezone: 'America/Santiago',
      run_at: '03:30',
    });
    expect(changed.json()).toMatchObject({
      status_mapping: { enviado: 'paid' },
      // 20:00 in Santiago, where December is summer (UTC−3)
      event_start_date: '2025-12-24T23:00:00.000000Z',
      run_at: '03:30',
      name: 'Renamed',
    });
    const again = await world.ask('superuser', 'PUT', url, BODY);
    expect(again.json()).toMatchObject({ timezone: 'America/Santiago', run_at: '03:30', name: BODY.name });
  });

  test('with unknown fields are refused, and PUT requires all mandatory fields', async () => {
    const unknown = await world.ask('superuser', 'PATCH', `configurations/${id}/`, { colour: 'red' });
    expect([unknown.statusCode, unknown.json().errors]).toEqual([
      400,
      { colour: ['There is no such field.'] },
    ]);
    const { name: _, ...rest } = BODY;
    const put = await world.ask('superuser', 'PUT', `configurations/${id}/`, rest);
    expect([put.statusCode, put.json().name]).toEqual([400, ['This field is required.']]);
  });

  test('name each fault by its field, in the reader’s language', async () => {
    const wrong = {
      ...BODY,
      name: ' ',
      woocommerce_product_id: '12',
      organizer_email: 'no-address',
      service_fee_percentage: '10.123',
      frequency: 'yearly',
      event_start_date: '2025-02-30T10:00:00Z',
      timezone: 'Mars/Olympus',
    };
    const reply = await world.ask('superuser', 'POST', 'configurations/', wrong, {
      'accept-language': 'es-CL, en;q=0.5',
    });
    expect(reply.statusCode).toBe(400);
    expect(reply.headers['content-type']).toContain('application/problem+json');
    const problem = problemShape.parse(reply.json());
    expect(problem.errors).toEqual({
      name: ['Este campo no puede estar en blanco.'],
      woocommerce_product_id: ['Se requiere un número válido.'],
      organizer_email: ['Ingrese una dirección de correo electrónico válida.'],
      service_fee_percentage: ['Asegúrese de que no haya más de 2 decimales.'],
      frequency: [
        'No es una opción válida. Elija de: manual, every_minute, every_5_minutes, every_15_minutes, hourly, daily, weekly, monthly.',
      ],
      event_start_date: [
        'La fecha y hora tiene un formato incorrecto. Use YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].',
      ],
      timezone: ['No es una zona horaria. Use un nombre IANA como America/Santiago.'],
    });
    expect(problem['name']).toEqual(problem.errors['name']);
    expect([problem.code, problem.detail, problem.error]).toEqual([
      'http.invalid-request',
      'La petición no es válida: vea errors.',
      'La petición no es válida: vea errors.',
    ]);
    expect(problem.request_id).toBe(reply.headers['x-request-id']);
  });

  test.each([
    ['4bf92f3577b34da6a3ce929d0e0e4736', true],
    ['proxy-7/2026:11+29=', true],
    ['short', false],
    ['a'.repeat(129), false],
    ['two words here', false],
    ['<script>alert(1)</script>', false],
    ['eight\u00e9chars', false],
  ])('called %j by their caller keep that name: %s', async (name, isKept) => {
    const url = `${API}configurations/none/`;
    const headers = { authorization: `Bearer ${world.tokens.superuser}`, 'x-request-id': name };
    const reply = await world.server.inject({ url, headers });
    expect(reply.json().request_id).toBe(reply.headers['x-request-id']);
    expect(reply.headers['x-request-id'] === name).toBe(isKept);
  });

  test('that are neither JSON in UTF-8 nor a form are refused, each with its status', async () => {
    const send = async (payload: string | Buffer, type: string) =>
      await world.server.inject({
        method: 'POST',
        url: `${API}configurations/`,
        headers: { authorization: `Bearer ${world.tokens.superuser}`, 'content-type': type },
        payload,
      });
    const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`;
    expect((await send('{', 'application/json')).statusCode).toBe(400);
    expect((await send(Buffer.from([0x22, 0xff, 0x22]), 'application/json')).statusCode).toBe(400);
    expect((await send(deep, 'application/json')).json().code).toBe('http.malformed-json');
    expect((await send('name=x', 'text/plain')).statusCode).toBe(415);
    expect((await send(`"${'x'.repeat(1024 * 1024)}"`, 'application/json')).statusCode).toBe(413);
    expect((await send('[]', 'application/json')).statusCode).toBe(400);
  });
});

describe('lists', () => {
  test('have pages with absolute links that keep the query', async () => {
    for (let at = 0; at < 5; at += 1) await addExecution(world, id, { trigger: 'schedule' });
    const path = 'executions?trigger=schedule&page_size=2';
    const first = (await world.ask('viewer', 'GET', path, undefined, { host: 'api.example.com' })).json();
    expect(first).toMatchObject({
      count: 5,
      previous: null,
      next: 'http://api.example.com/api/v1/sync-woocommerce/executions?trigger=schedule&page_size=2&page=2',
    });
    const last = (await world.ask('viewer', 'GET', `${path}&page=last`)).json();
    expect([last.next, last.results.length]).toEqual([null, 1]);
    expect(last.previous).toContain('page=2');
    const past = await world.ask('viewer', 'GET', `${path}&page=4`);
    expect([past.statusCode, past.json().detail]).toEqual([404, 'Invalid page.']);
  });

  test('refuse unknown parameters, ignore empty ones, and accept format=json', async () => {
    const unknown = await world.ask('viewer', 'GET', 'executions/?colour=red');
    expect([unknown.statusCode, unknown.json().errors]).toEqual([
      400,
      { colour: ['There is no such parameter.'] },
    ]);
    expect((await world.ask('viewer', 'GET', 'executions/?status=done')).statusCode).toBe(400);
    expect((await world.ask('viewer', 'GET', 'executions/?ordering=colour')).statusCode).toBe(400);
    const empty = await world.ask('viewer', 'GET', 'executions/?status=&search=&page=&format=json');
    expect(empty.statusCode).toBe(200);
  });

  test('show executions of the last 30 days unless more are requested', async () => {
    const old = new Date(Date.now() - 40 * 24 * 3600 * 1000);
    const oldId = await addExecution(world, id, {
      created_at: old,
      error_code: 'store.unreachable',
      status: 'failed',
    });
    const ids = async (query: string): Promise<string[]> =>
      (await world.ask('viewer', 'GET', `executions/?${query}`))
        .json()
        .results.map((row: { id: string }) => row.id);
    expect(await ids('page_size=100')).not.toContain(oldId);
    expect(await ids('days=all&status=failed')).toEqual([oldId]);
    expect(await ids('days=41&search=UNREACH')).toEqual([oldId]);
    expect((await ids('days=all&ordering=created_at'))[0]).toBe(oldId);
  });

  test('are filtered and searched', async () => {
    const count = async (query: string): Promise<number> =>
      (await world.ask('viewer', 'GET', `configurations/?${query}`)).json().count;
    expect(await count('organizer_email=ORGANIZADOR@tuki.cl')).toBe(1);
    expect(await count('organizer_email=other@tuki.cl')).toBe(0);
    expect(await count(`credentials=${world.credentialsId}`)).toBe(1);
    expect(await count(`credentials=${crypto.randomUUID()}`)).toBe(0);
    expect(await count('search=h%C3%ADbrido')).toBe(1);
    expect(await count('search=%25')).toBe(0);
    expect(await count('status=paused')).toBe(0);
    expect(await count('frequency=daily&ordering=-name,created_at')).toBe(1);
  });
});
