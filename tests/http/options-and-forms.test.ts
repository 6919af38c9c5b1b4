import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Role } from '../../src/vocabulary/people.ts';
import { API, type ApiWorld, BODY, openApiWorld } from './api-world.ts';

let world: ApiWorld;
let configurationId: string;

beforeAll(async () => {
  world = await openApiWorld();
  const made = await world.ask('superuser', 'POST', 'configurations/', BODY);
  configurationId = made.json().id;
});
afterAll(async () => await world.close());

const get = async (role: Role, path: string) => await world.ask(role, 'GET', path);

describe('OPTIONS', () => {
  const options = async (role: Role | null, path: string, headers: Record<string, string> = {}) =>
    await world.ask(role, 'OPTIONS', path, undefined, headers);

  test('describes a path as Django REST framework does, with the fields that the role may write', async () => {
    const reply = await options('superuser', 'configurations/');
    expect([reply.statusCode, reply.headers.allow]).toEqual([200, 'GET, POST, HEAD, OPTIONS']);
    const { actions, ...about } = reply.json();
    expect(about).toEqual({
      name: 'Configurations list',
      description: 'The configurations, the newest first.',
      renders: ['application/json'],
      parses: ['application/json', 'application/x-www-form-urlencoded'],
    });
    expect(Object.keys(actions)).toEqual(['POST']);
    expect(actions.POST.name).toEqual({
      type: 'string',
      required: true,
      read_only: false,
      label: 'Name',
      min_length: 1,
      max_length: 200,
    });
    expect(actions.POST.frequency).toMatchObject({ type: 'choice', required: true });
    expect(actions.POST.frequency.choices).toContainEqual({
      value: 'every_5_minutes',
      display_name: 'Every 5 minutes',
    });
    expect(actions.POST.woocommerce_product_id).toMatchObject({
      type: 'integer',
      required: true,
      min_value: 1,
    });
    expect(actions.POST.service_fee_percentage).toMatchObject({
      type: 'decimal',
      help_text: '0 to 100, at most 2 decimals',
    });
    expect(actions.POST.woocommerce_product_ids).toMatchObject({ type: 'list', child: { type: 'integer' } });
    expect(actions.POST.another_organizer).toMatchObject({ type: 'boolean', required: false });
    expect(actions.POST.organizer_email).toMatchObject({ type: 'email', label: 'Organizer email' });
    expect(actions.POST.last_sync_at).toMatchObject({ type: 'datetime', read_only: true, required: false });
  });

  test('has no actions for a role that may only read, and nothing for one that may not', async () => {
    for (const role of ['viewer', 'operator'] as const) {
      const reply = await options(role, `configurations/${configurationId}/`);
      expect([role, reply.statusCode, 'actions' in reply.json()]).toEqual([role, 200, false]);
    }
    expect(
      Object.keys((await options('superuser', `configurations/${configurationId}/`)).json().actions),
    ).toEqual(['PUT', 'PATCH']);
    const tickets = `/api/v1/tickets/${configurationId}/`;
    expect(Object.keys((await options('operator', tickets)).json().actions)).toEqual(['PATCH']);
    expect((await options('operator', '/api/v1/auth/users/')).statusCode).toBe(404);
    expect((await options('viewer', 'credentials/')).statusCode).toBe(404);
    // A token may not create users, so it learns no fields.
    expect('actions' in (await options('superuser', '/api/v1/auth/users/')).json()).toBe(false);
    const bySession = await world.server.inject({
      method: 'OPTIONS',
      url: '/api/v1/auth/users/',
      headers: { cookie: world.sessions.superuser['cookie'] ?? '' },
    });
    expect(Object.keys(bySession.json().actions)).toEqual(['POST']);
    expect(bySession.json().parses).toEqual(['application/json']);
  });

  test('a browser that asks before a request of another site needs no sign-in, and a bad token is refused', async () => {
    const asked = await options(null, 'configurations/', { 'access-control-request-method': 'POST' });
    expect([asked.statusCode, asked.body, asked.headers.allow]).toEqual([
      204,
      '',
      'GET, POST, HEAD, OPTIONS',
    ]);
    expect((await options(null, 'configurations/', { authorization: 'Token none' })).statusCode).toBe(401);
  });
});

describe('forms', () => {
  const send = async (
    method: 'POST' | 'PUT' | 'PATCH',
    path: string,
    payload: string | Buffer,
    headers: Readonly<Record<string, string>> = { authorization: `Token ${world.tokens.superuser}` },
  ) =>
    await world.server.inject({
      method,
      url: path.startsWith('/') ? path : `${API}${path}`,
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' },
      payload,
    });

  test('a configuration by form is the one by JSON', async () => {
    const fields = { ...BODY, event_description: 'Música & más\n=', status_mapping: { enviado: 'paid' } };
    const byJson = await world.ask('superuser', 'POST', 'configurations/', {
      ...fields,
      woocommerce_product_id: 31,
    });
    const form = new URLSearchParams({
      ...BODY,
      woocommerce_product_id: '32',
      service_fee_percentage: '10.0',
      event_description: fields.event_description,
      'status_mapping.enviado': 'paid',
      woocommerce_variation_id: '',
      another_organizer: 'false',
      woocommerce_product_ids: '32',
    });
    const byForm = await send('POST', 'configurations/', form.toString());
    expect([byJson.statusCode, byForm.statusCode]).toEqual([201, 201]);
    const kept = [
      'name',
      'event_description',
      'status_mapping',
      'service_fee_percentage',
      'woocommerce_variation_id',
    ];
    const chosen = (body: Record<string, unknown>) => kept.map((name) => body[name]);
    expect(chosen(byForm.json())).toEqual(chosen(byJson.json()));
    const { id } = byForm.json();
    const paths = await send(
      'PATCH',
      `configurations/${id}/`,
      'run_at=03%3A30&event_description=&status_mapping={}',
    );
    expect(paths.json()).toMatchObject({ run_at: '03:30', event_description: null, status_mapping: {} });
    const bulk = await send(
      'POST',
      'configurations/bulk-frequency/',
      `ids=${id}&ids=${byJson.json().id}&frequency=weekly`,
    );
    expect([bulk.statusCode, (await get('viewer', `configurations/${id}/`)).json().frequency]).toEqual([
      200,
      'weekly',
    ]);
  });

  test('has the faults of the same body in JSON', async () => {
    const wrong =
      'name=+&woocommerce_product_id=x&organizer_email=none&frequency=yearly&colour=red&another_organizer=si';
    const byForm = await send('POST', 'configurations/', wrong);
    const byJson = await world.ask('superuser', 'POST', 'configurations/', {
      name: ' ',
      woocommerce_product_id: 'x',
      organizer_email: 'none',
      frequency: 'yearly',
      colour: 'red',
      another_organizer: 'si',
    });
    expect([byForm.statusCode, byForm.json().errors]).toEqual([400, byJson.json().errors]);
    expect(Object.keys(byForm.json().errors)).toContain('colour');
    for (const payload of ['name=%zz', Buffer.from([0x61, 0x3d, 0xff]), 'a=1&'.repeat(2000)]) {
      const reply = await send('POST', 'configurations/', payload);
      expect([reply.statusCode, reply.json().errors]).toEqual([
        400,
        {
          non_field_errors: [
            'The form is not valid: send at most 1,000 fields, in UTF-8 with percent signs.',
          ],
        },
      ]);
    }
    expect((await send('POST', 'configurations/', 'name=a%00b')).json().errors.name).toEqual([
      'This field has characters that cannot be stored.',
    ]);
  });

  test('is refused with a session, even with its CSRF token, and without a sign-in', async () => {
    const pause = `configurations/${configurationId}/pause/`;
    for (const [name, path, headers] of [
      ['session', pause, world.sessions.superuser],
      ['login', '/api/v1/auth/login/', {}],
      ['health', '/healthz', {}],
    ] as const) {
      const reply = await send('POST', path, 'email=a&password=b', headers);
      expect([name, reply.statusCode]).toEqual([name, name === 'health' ? 404 : 415]);
    }
    expect((await get('viewer', `configurations/${configurationId}/`)).json().status).toBe('active');
    expect((await send('POST', pause, '')).statusCode).toBe(200);
  });

  test('leaves the same entry in the audit log, without secrets', async () => {
    const form =
      'name=by+form&transport=direct&mysql_host=db.example.com&mysql_username=u&mysql_database=d&mysql_password=gato7';
    const made = await send('POST', 'credentials/', form);
    expect([made.statusCode, made.json().has_mysql_password]).toEqual([201, true]);
    const { results } = (await get('superuser', '/api/v1/auth/audit/?action=credentials.create')).json();
    expect(results[0].sent).toMatchObject({ name: 'by form', mysql_password: '***' });
    expect(JSON.stringify(results)).not.toContain('gato7');
  });
});
