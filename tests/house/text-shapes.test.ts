import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { openDatabase } from '../../src/backend/database.ts';
import { STORABLE } from '../../src/contract/scalars.ts';
import { apiEndpoints } from '../../src/http/api-endpoints.ts';
import type { Endpoint } from '../../src/http/endpoint.ts';
import { createLive } from '../../src/http/live/live.ts';
import { createLog } from '../../src/kernel/log.ts';
import { FIXED_STORE } from '../http/fixed-store.ts';
import { serverParts } from '../http/server-parts.ts';

const log = createLog('silent', new Writable({ write: (_chunk, _encoding, done) => done() }));

/** Every operation that there can be; nothing of it is run, so nothing is connected. */
function everyEndpoint(): readonly Endpoint[] {
  const db = openDatabase({ connectionString: 'postgresql://nobody@127.0.0.1:1/none' }, log);
  const carrier = {
    counts: async () => ({ waiting: 0, active: 0, delayed: 0, failed: 0 }),
    purge: async () => undefined,
  };
  const parts = serverParts(db, log, { stores: FIXED_STORE, carrier });
  return apiEndpoints(parts, createLive(parts));
}

/** Formats whose pattern lets no NUL and no surrogate pass. */
const SAFE_FORMATS: ReadonlySet<string> = new Set(['uuid']);

/** Places of a shape where a text is taken as it comes. */
function careless(shape: z.core.$ZodType, place: string): string[] {
  const { def } = shape._zod;
  // Narrowed by `type`, as the library tells its shapes apart.
  const known = def as z.core.$ZodTypes['_zod']['def'];
  switch (known.type) {
    case 'string': {
      const format = 'format' in known ? String(known.format) : null;
      const safe = format !== null && SAFE_FORMATS.has(format);
      return safe || known.checks?.includes(STORABLE) === true ? [] : [place];
    }
    case 'object':
      return Object.entries(known.shape).flatMap(([name, member]) => careless(member, `${place}.${name}`));
    case 'array':
      return careless(known.element, `${place}[]`);
    case 'record':
      return [...careless(known.keyType, `${place} key`), ...careless(known.valueType, `${place}{}`)];
    case 'union':
      return known.options.flatMap((option) => careless(option, place));
    case 'pipe':
      return [...careless(known.in, place), ...careless(known.out, place)];
    case 'optional':
    case 'nullable':
    case 'default':
      return careless(known.innerType, place);
    case 'enum':
    case 'literal':
    case 'number':
    case 'boolean':
    case 'transform':
      return [];
    default:
      throw new Error(`${place}: this test does not know shapes of type ${known.type}`);
  }
}

function inputsOf({ name, params, query, body }: Endpoint): [string, z.ZodType][] {
  return [
    ...(params === null ? [] : [[`${name} path`, params] as [string, z.ZodType]]),
    [`${name} query`, query],
    ...(body === null ? [] : [[`${name} body`, body] as [string, z.ZodType]]),
  ];
}

test('no text of any request is taken with characters that PostgreSQL cannot keep', () => {
  const inputs = everyEndpoint().flatMap(inputsOf);
  expect(inputs.length).toBeGreaterThan(100);
  expect(inputs.flatMap(([place, shape]) => careless(shape, place))).toEqual([]);
});

test('a text shape without the check is found, however deep it lies', () => {
  const shape = z.strictObject({ a: z.array(z.record(z.string(), z.string().max(3).nullable())).optional() });
  expect(careless(shape, 'x')).toEqual(['x.a[] key', 'x.a[]{}']);
});
