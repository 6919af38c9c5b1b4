import { afterAll, beforeAll, expect, test } from 'vitest';
import { queryRows } from '../../src/backend/database.ts';
import { sentenceIn } from '../../src/http/errors/spanish.ts';
import { ERROR_CATALOGUE } from '../../src/kernel/error-catalogue.ts';
import { newId } from '../../src/kernel/ids.ts';
import { type ApiWorld, addExecution, BODY, openApiWorld } from './api-world.ts';

const UNREACHABLE = {
  error_code: 'store.unreachable',
  error_message: "The store's database cannot be reached.",
};
const IN_SPANISH = 'No se puede conectar con la tienda.';

let world: ApiWorld;
let configuration: string;
let execution: string;

beforeAll(async () => {
  world = await openApiWorld();
  const { db } = world.backend;
  configuration = (await world.ask('superuser', 'POST', 'configurations/', BODY)).json().id;
  execution = await addExecution(world, configuration, { status: 'failed', ...UNREACHABLE });
  await queryRows(
    db,
    `insert into sync_attempts (id, execution_id, number, outcome, error_code, error_message)
     values ($1, $1, 1, 'failed', 'store.unreachable', 'The store is away.')`,
    [execution],
  );
  await queryRows(
    db,
    `insert into alert_incidents (id, cause_key, kind, error_code, error_message, opened_at, last_seen_at)
     values ($1, 'test', 'sync_failed', 'store.unreachable', 'The store is away.', now(), now())`,
    [newId()],
  );
  await queryRows(
    db,
    `insert into sync_rejects (id, configuration_id, execution_id, kind, woo_id, code, message, raw)
     values ($1, $2, $1, 'order', 7, 'order.unknown-currency', 'The order''s currency is not known.', '{}')`,
    [execution, configuration],
  );
});
afterAll(async () => await world.close());

const inSpanish = async (path: string) =>
  (await world.ask('operator', 'GET', path, undefined, { 'accept-language': 'es-CL,es;q=0.9' })).json();

test('every place that shows an error shows it in the requested language', async () => {
  const english = (await world.ask('operator', 'GET', `executions/${execution}/`)).json();
  expect(english.error_message).toBe(UNREACHABLE.error_message);
  const one = await inSpanish(`executions/${execution}/`);
  expect([one.error_message, one.attempts[0].error_message]).toEqual([IN_SPANISH, IN_SPANISH]);
  const { results } = await inSpanish('executions/');
  expect(results[0].error_message).toBe(IN_SPANISH);
  expect((await inSpanish('executions/errors/')).results[0].message).toBe(IN_SPANISH);
  const [alert] = (await inSpanish('alerts/')).results;
  expect(alert.error_message).toBe(IN_SPANISH);
  expect((await inSpanish(`alerts/${alert.id}/`)).error_message).toBe(IN_SPANISH);
  const [reject] = (await inSpanish(`configurations/${configuration}/rejects/`)).results;
  expect([reject.code, reject.message]).toEqual([
    'order.unknown-currency',
    'No se conoce la moneda del pedido.',
  ]);
});

test('every error has a Spanish sentence, even if its message has no translated template', () => {
  const codes = Object.keys(ERROR_CATALOGUE);
  expect(codes.length).toBeGreaterThan(250);
  expect(codes.filter((code) => sentenceIn('es', code, 'English') === 'English')).toEqual([]);
  // codes of an older or a newer version
  expect(sentenceIn('es', 'store.forgotten', 'English')).toBe('English');
});
