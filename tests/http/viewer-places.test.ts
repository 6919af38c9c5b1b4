import { afterAll, beforeAll, expect, test } from 'vitest';
import { queryRows } from '../../src/backend/database.ts';
import { listen } from '../../src/http/server/listen.ts';
import { newId } from '../../src/kernel/ids.ts';
import { errorOf } from '../../src/kernel/sentences/sentence.ts';
import { STORE_SENTENCES } from '../../src/kernel/sentences/store-sentences.ts';
import { type ApiWorld, addExecution, BODY, openApiWorld } from './api-world.ts';

const HOST = 'mysql.internal.example';
const USER = 'taquilla_reader';
const REFUSED = errorOf(STORE_SENTENCES.accessDenied, { server: `${HOST}:3307`, user: USER });
const AWAY = errorOf(STORE_SENTENCES.notFromThere, { server: `${HOST}:3307`, sshServer: `ssh.${HOST}:22` });
const MASKED = 'The database at *** refuses the user "***" or the password.';

let world: ApiWorld;
let address: string;
let configuration: string;
let execution: string;
let waiting: string;
let alert: string;

beforeAll(async () => {
  world = await openApiWorld();
  address = await listen(world.server, { host: '127.0.0.1', port: 0 });
  const query = async (sql: string, values: readonly unknown[]) =>
    await queryRows(world.backend.db, sql, values);
  configuration = (await world.ask('superuser', 'POST', 'configurations/', BODY)).json().id;
  const error = { error_code: REFUSED.code, error_message: REFUSED.message };
  const at = new Date();
  execution = await addExecution(world, configuration, { status: 'failed', finished_at: at, ...error });
  waiting = await addExecution(world, configuration, {
    status: 'pending',
    failed_attempts: 1,
    first_failed_at: at,
    ...error,
  });
  await query(
    `insert into sync_attempts (id, execution_id, number, outcome, error_code, error_message)
     values ($1, $1, 1, 'failed', $2, $3)`,
    [execution, REFUSED.code, REFUSED.message],
  );
  await query(`insert into sync_log_lines (execution_id, level, message) values ($1, 'error', $2)`, [
    execution,
    REFUSED.message,
  ]);
  await query(
    `insert into sync_store_outages (credentials_id, error_code, error_message, next_probe_at, started_at)
     values ($1, $2, $3, now(), now())`,
    [world.credentialsId, AWAY.code, AWAY.message],
  );
  alert = newId();
  await query(
    `insert into alert_incidents (id, cause_key, kind, credentials_id, error_code, error_message, opened_at, last_seen_at)
     values ($1, 'test', 'credentials_failing', $2, $3, $4, now(), now())`,
    [alert, world.credentialsId, REFUSED.code, REFUSED.message],
  );
});
afterAll(async () => await world.close());

const paths = (): readonly string[] => [
  'executions/',
  `configurations/${configuration}/executions/`,
  `executions/${execution}/`,
  `executions/${execution}/log/`,
  'executions/errors/',
  'alerts/',
  `alerts/${alert}/`,
  'management/stats/',
];

test.each(['en', 'es'])('no reply to a viewer names a server or its user (%s)', async (language) => {
  for (const path of paths()) {
    const ask = async (role: 'viewer' | 'operator') =>
      (await world.ask(role, 'GET', path, undefined, { 'accept-language': language })).body;
    const text = await ask('viewer');
    expect([path, text.includes(HOST), text.includes(USER)]).toEqual([path, false, false]);
    expect(text).toContain('***');
    const whole = await ask('operator');
    expect([path, whole.includes(HOST), whole.includes(USER)]).toEqual([path, true, true]);
  }
  const { error_message: message } = (
    await world.ask('viewer', 'GET', `executions/${execution}/`, undefined, { 'accept-language': language })
  ).json();
  expect(message).toBe(
    language === 'en' ? MASKED : 'La base de datos en *** rechaza el usuario «***» o la contraseña.',
  );
});

test.each(['executions/stream/', 'executions/ID/stream/'])('nor does %s', async (path) => {
  const received = async (role: 'viewer' | 'operator'): Promise<string> => {
    const id = path.includes('ID') ? execution : waiting;
    const stopping = new AbortController();
    const reply = await fetch(`${address}/api/v1/sync-woocommerce/${path.replace('ID', id)}`, {
      headers: { authorization: `Token ${world.tokens[role]}` },
      signal: stopping.signal,
    });
    let text = '';
    for await (const part of reply.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += part;
      if (text.includes(`"id":"${id}"`) && text.endsWith('\n\n')) break;
    }
    stopping.abort();
    return text;
  };
  // the operator first: text that is made for one role must not be shown to another
  const whole = await received('operator');
  expect([whole.includes(HOST), whole.includes(USER)]).toEqual([true, true]);
  const text = await received('viewer');
  expect([text.includes(HOST), text.includes(USER)]).toEqual([false, false]);
  expect(text).toContain('***');
});
