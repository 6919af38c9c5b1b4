import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { openDatabase } from '../../src/backend/database.ts';
import { isStorable, lineInput, STORABLE } from '../../src/contract/scalars.ts';
import type { Endpoint } from '../../src/http/endpoints/endpoint.ts';
import { createLive } from '../../src/http/live/live.ts';
import { apiEndpoints } from '../../src/http/routes/api-endpoints.ts';
import { createLog } from '../../src/kernel/log/log.ts';
import { isPlainLine } from '../../src/kernel/log/plain-text.ts';
import { FIXED_STORE } from '../http/fixed-store.ts';
import { IDLE_CARRIER } from '../http/idle-carrier.ts';
import { serverParts } from '../http/server-parts.ts';

const log = createLog('silent', new Writable({ write: (_chunk, _encoding, done) => done() }));

/** Every operation of the API. No operation runs, so nothing connects. */
function everyEndpoint(): readonly Endpoint[] {
  const db = openDatabase({ connectionString: 'postgresql://stranger@127.0.0.1:1/none' }, log);
  const parts = serverParts(db, log, { stores: FIXED_STORE, carrier: IDLE_CARRIER });
  return apiEndpoints(parts, createLive(parts));
}

/** Formats whose pattern excludes NUL and surrogates. */
const SAFE_FORMATS: ReadonlySet<string> = new Set(['uuid']);

/** Shapes without free text. */
const CLOSED: ReadonlySet<string> = new Set(['enum', 'literal', 'number', 'boolean', 'transform']);

/** Places of a shape that accept any text. */
function careless(shape: z.core.$ZodType, place: string): string[] {
  if (shape instanceof z.core.$ZodString) {
    const { def } = shape._zod;
    const safe = 'format' in def && SAFE_FORMATS.has(String(def.format));
    return safe || def.checks?.includes(STORABLE) === true ? [] : [place];
  }
  if (shape instanceof z.core.$ZodObject) {
    return Object.entries(shape._zod.def.shape).flatMap(([name, member]) =>
      careless(member as z.core.$ZodType, `${place}.${name}`),
    );
  }
  if (shape instanceof z.core.$ZodArray) return careless(shape._zod.def.element, `${place}[]`);
  if (shape instanceof z.core.$ZodRecord) {
    const { keyType, valueType } = shape._zod.def;
    return [...careless(keyType, `${place} key`), ...careless(valueType, `${place}{}`)];
  }
  if (shape instanceof z.core.$ZodUnion) {
    return shape._zod.def.options.flatMap((option) => careless(option, place));
  }
  if (shape instanceof z.core.$ZodPipe) {
    return [...careless(shape._zod.def.in, place), ...careless(shape._zod.def.out, place)];
  }
  if (
    shape instanceof z.core.$ZodOptional ||
    shape instanceof z.core.$ZodNullable ||
    shape instanceof z.core.$ZodDefault
  ) {
    return careless(shape._zod.def.innerType, place);
  }
  if (CLOSED.has(shape._zod.def.type)) return [];
  throw new Error(`${place}: this test does not know shapes of type ${shape._zod.def.type}`);
}

function inputsOf({ name, params, query, body }: Endpoint): [string, z.ZodType][] {
  return [
    ...(params === null ? [] : [[`${name} path`, params] as [string, z.ZodType]]),
    [`${name} query`, query],
    ...(body === null ? [] : [[`${name} body`, body] as [string, z.ZodType]]),
  ];
}

test('no text of a request is accepted with characters that PostgreSQL cannot store', () => {
  const inputs = everyEndpoint().flatMap(inputsOf);
  expect(inputs.length).toBeGreaterThan(100);
  expect(inputs.flatMap(([place, shape]) => careless(shape, place))).toEqual([]);
});

test('a text shape without the check is found, at any depth', () => {
  const shape = z.strictObject({ a: z.array(z.record(z.string(), z.string().max(3).nullable())).optional() });
  expect(careless(shape, 'x')).toEqual(['x.a[] key', 'x.a[]{}']);
});

test('requests and commands accept the same characters in a line', () => {
  const line = lineInput(3);
  const differing = Array.from({ length: 0x10000 }, (_, code) => `a${String.fromCharCode(code)}b`).filter(
    (text) => isStorable(text) && line.safeParse(text).success !== isPlainLine(text),
  );
  expect(differing).toEqual([]);
});
