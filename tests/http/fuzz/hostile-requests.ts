import fc from 'fast-check';
import type { Operation } from '../openapi-document.ts';
import { CONTENT_TYPES, hostileText, hostileValue, ODD_BODIES } from './hostile-values.ts';
import { fieldsOf, valuesOfSchema } from './values-of-schema.ts';

/** Who sends a request. */
const SENDERS = [
  'anonymous',
  'unknown token',
  'viewer token',
  'operator token',
  'superuser token',
  'viewer session',
  'superuser session',
  'session without CSRF',
] as const;
export type Sender = (typeof SENDERS)[number];

/** How the body of a request is made; null if it has none. */
export type BodyRecipe =
  | { readonly kind: 'sample' }
  | { readonly kind: 'fields'; readonly fields: Readonly<Record<string, unknown>> }
  | { readonly kind: 'json'; readonly value: unknown }
  /** The sample's text with some of its letters replaced. */
  | { readonly kind: 'spoilt'; readonly at: number; readonly cut: number; readonly put: string }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'odd'; readonly name: string };

/** A drawn request: small enough to be shown, and converted to bytes when it is sent. */
export interface HostileRequest {
  readonly sender: Sender;
  readonly form: 'as documented' | 'without its slash' | 'underscored';
  /** null for an existing id. */
  readonly id: string | null;
  readonly query: readonly (readonly [string, string])[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: BodyRecipe | null;
}

/** Mostly valid requests to this operation with one or two invalid parts. */
export function hostileRequests(operation: Operation): fc.Arbitrary<HostileRequest> {
  return fc.record({
    sender: fc.oneof(
      { weight: 1, arbitrary: fc.constantFrom<Sender>('superuser token', 'superuser session') },
      { weight: 1, arbitrary: fc.constantFrom(...SENDERS) },
    ),
    form: fc.oneof(
      { weight: 6, arbitrary: fc.constant('as documented' as const) },
      { weight: 1, arbitrary: fc.constantFrom('without its slash' as const, 'underscored' as const) },
    ),
    id: operation.path.includes('{id}') ? seldom(hostileText, null) : fc.constant(null),
    query: queryOf(operation),
    headers: seldom(headersOf(operation), {}),
    body: bodyOf(operation),
  });
}

function seldom<T, Usual>(arbitrary: fc.Arbitrary<T>, usual: Usual): fc.Arbitrary<T | Usual> {
  return fc.oneof({ weight: 2, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary });
}

function queryOf(operation: Operation): fc.Arbitrary<readonly (readonly [string, string])[]> {
  const known = operation.parameters.filter((one) => one.in === 'query');
  const pairs = known.map(({ name, schema }) =>
    fc.tuple(
      fc.constant(name),
      fc.oneof(hostileText, valuesOfSchema(schema).map(String), fc.constantFrom('1', '200', 'true')),
    ),
  );
  const unknown = fc.tuple(
    fc.constantFrom('unknown', '__proto__', 'constructor', 'format', 'page[]', '', 'a\0b'),
    hostileText,
  );
  const one = fc.oneof(...pairs, unknown);
  const listed = fc.array(one, { maxLength: 3 });
  return known.length > 0 ? listed : seldom(listed, []);
}

/** An ordinary library can put only printable Latin-1 into a header; another test sends raw bytes. */
const headerText = fc.oneof(
  hostileText.map((text) => text.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '?').slice(0, 2_000)),
  fc.constantFrom('', ',', ';', '=', '"', 'a, b', '-1', '0', '99999999999999999999', '*', 'null'),
);

const HOSTS = [
  '',
  'a b',
  '[',
  '[::1',
  '[::1]:80',
  'example.com:99999',
  'example.com:abc',
  'user@example.com',
  'example.com/path',
  'example.com?query',
  'example.com#part',
  'http://example.com',
  'm\u00fcnchen.de',
  '%00',
  '..',
  ',',
  '127.0.0.1, example.com',
  'a'.repeat(300),
] as const;

function headersOf(operation: Operation): fc.Arbitrary<Readonly<Record<string, string>>> {
  const own = operation.parameters.filter((one) => one.in === 'header').map(({ name }) => name.toLowerCase());
  const pair = (names: readonly string[], values: fc.Arbitrary<string>) =>
    fc.tuple(fc.constantFrom(...names), values);
  const one = fc.oneof(
    pair(['host', 'x-forwarded-host'], fc.oneof(fc.constantFrom(...HOSTS), headerText)),
    pair(
      ['x-forwarded-proto'],
      fc.oneof(fc.constantFrom('https', 'javascript', 'http, https', ':', ''), headerText),
    ),
    pair(
      ['x-forwarded-for', 'forwarded', 'x-real-ip', 'x-forwarded-port'],
      fc.oneof(fc.constantFrom('999.1.1.1', '::1', '1.1.1.1,'.repeat(100), 'unknown', '_x:1'), headerText),
    ),
    pair(
      ['accept-language'],
      fc.oneof(fc.constantFrom('es;q=9', 'es;q=NaN', '*;q=0', `${'es,'.repeat(600)}en`), headerText),
    ),
    pair(
      ['authorization'],
      fc.oneof(fc.constantFrom('Token', 'Token ', 'Bearer a b', 'Basic YTpi', 'token\ttaq_x'), headerText),
    ),
    pair(
      ['cookie'],
      fc.oneof(
        fc.constantFrom('sessionid', 'sessionid=', 'sessionid=a; sessionid=b', '__proto__=1', '=;;='),
        headerText,
      ),
    ),
    pair(['x-csrftoken', 'sec-fetch-site', 'origin', 'referer', 'user-agent', 'accept', 'range'], headerText),
    pair(['if-none-match', 'x-http-method-override', 'content-encoding', 'x-request-id'], headerText),
    pair(['content-type'], fc.oneof(fc.constantFrom(...CONTENT_TYPES), headerText)),
    pair(['idempotency-key', 'last-event-id'], placeText),
    ...(own.length === 0 ? [] : [pair(own, placeText)]),
  );
  return fc.array(one, { minLength: 1, maxLength: 2 }).map((pairs) => Object.fromEntries(pairs));
}

const placeText = fc.oneof(
  fc.constantFrom('1', '9999999999999999', '9999999999999999-999999999999999', '0-0', '-1', 'x'.repeat(201)),
  headerText,
);

function bodyOf(operation: Operation): fc.Arbitrary<BodyRecipe | null> {
  const odd = fc.record({
    kind: fc.constant('odd' as const),
    name: fc.constantFrom(...Object.keys(ODD_BODIES)),
  });
  const bytes = fc.record({ kind: fc.constant('bytes' as const), bytes: fc.uint8Array({ maxLength: 60 }) });
  if (operation.requestBody === undefined) {
    const none = fc.constant(null);
    const sent = fc.oneof(odd, bytes, fc.constant({ kind: 'json' as const, value: {} }));
    return fc.oneof({ weight: 6, arbitrary: none }, { weight: 1, arbitrary: sent });
  }
  const schema = operation.requestBody.content['application/json']?.schema;
  const fields = fieldsOf(schema);
  const wrong = fc
    .dictionary(
      fc.constantFrom(...Object.keys(fields), '__proto__', 'constructor', 'toString', 'id'),
      hostileValue,
      {
        minKeys: 1,
        maxKeys: 2,
        noNullPrototype: true,
      },
    )
    .map((values) => ({ kind: 'fields' as const, fields: values }));
  const right = fc
    .record(Object.fromEntries(Object.entries(fields).map(([name, one]) => [name, valuesOfSchema(one)])), {
      requiredKeys: [],
      noNullPrototype: true,
    })
    .map((values) => ({ kind: 'fields' as const, fields: values }));
  return fc.oneof(
    { weight: 10, arbitrary: wrong },
    { weight: 5, arbitrary: right },
    { weight: 2, arbitrary: hostileValue.map((value) => ({ kind: 'json' as const, value })) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('spoilt' as const),
        at: fc.nat(300),
        cut: fc.nat(4),
        put: fc.string({ unit: 'binary', maxLength: 3 }),
      }),
    },
    { weight: 1, arbitrary: odd },
    { weight: 1, arbitrary: bytes },
    { weight: 1, arbitrary: fc.constantFrom(null, { kind: 'sample' as const }) },
  );
}
