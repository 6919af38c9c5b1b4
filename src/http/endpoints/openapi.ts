import { z } from 'zod';
import { problemShape } from '../../contract/problem.ts';
import type { Endpoint } from './endpoint.ts';
import { nameModels } from './models.ts';
import { REFUSALS, refusalsOf, TAGS } from './openapi-words.ts';

type JsonObject = Record<string, unknown>;
/** The schema of a shape. Shapes with a name are put into `components.schemas`, and the result refers to them. */
type Schemas = (shape: z.ZodType, io: 'input' | 'output') => JsonObject;

const FORM = 'application/x-www-form-urlencoded';

/** The description of the whole API. It is made from the schemas that parse requests and write replies. */
export function describeApi(
  endpoints: readonly Endpoint[],
  { version, publicUrl }: { readonly version: string; readonly publicUrl: string | null },
): JsonObject {
  const models = new Map<string, JsonObject>();
  const schemaOf = schemasInto(models);
  models.set('Problem', schemaOf(problemShape, 'output'));
  const shared = sharedParameters(endpoints, schemaOf);
  const paths: Record<string, JsonObject> = {};
  for (const endpoint of endpoints) {
    const path = endpoint.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = {
      ...paths[path],
      [endpoint.method.toLowerCase()]: operationOf(endpoint, schemaOf, shared),
    };
  }
  const tags = new Set(endpoints.map(tagOf));
  return {
    openapi: '3.1.0',
    info: {
      title: 'Taquilla',
      version,
      description:
        'Keeps a ticketing backend in sync with WooCommerce. Every path works with and without its trailing slash, and with `_` instead of `-`.',
    },
    servers: [{ url: publicUrl ?? '/' }],
    tags: TAGS.filter(({ name }) => tags.has(name)),
    paths,
    components: {
      schemas: Object.fromEntries([...models].toSorted(([a], [b]) => (a < b ? -1 : 1))),
      responses: Object.fromEntries(
        REFUSALS.map(({ name, description }) => [name, problemReply(description)]),
      ),
      parameters: { ...HEADERS, ...Object.fromEntries(shared) },
      securitySchemes: {
        token: {
          type: 'apiKey',
          in: 'header',
          name: 'Authorization',
          description: '`Token <token>` or `Bearer <token>`',
        },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'sessionid',
          description: 'With `X-CSRFToken` for every change.',
        },
      },
    },
  };
}

/** @throws Error if two different shapes have one name */
function schemasInto(models: Map<string, JsonObject>): Schemas {
  nameModels();
  return (shape, io) => {
    const {
      $schema: _,
      $defs = {},
      ...schema
    } = z.toJSONSchema(shape, {
      io,
      unrepresentable: 'any',
      override: ({ jsonSchema }) => dropWidestRange(jsonSchema),
    });
    for (const [name, model] of Object.entries($defs)) {
      const made = referred(model) as JsonObject;
      const present = models.get(name);
      if (present !== undefined && JSON.stringify(present) !== JSON.stringify(made)) {
        throw new Error(`two models of the API are called ${name}`);
      }
      models.set(name, made);
    }
    return referred(schema) as JsonObject;
  };
}

/** Every whole number of JavaScript has this range, so it says nothing. */
function dropWidestRange(schema: { minimum?: number; maximum?: number }): void {
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
}

/** References into `components.schemas`. */
function referred(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(referred);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      name === '$ref' ? String(member).replace('#/$defs/', '#/components/schemas/') : referred(member),
    ]),
  );
}

function tagOf({ name }: Endpoint): string {
  return name.split('.')[0] ?? name;
}

function operationOf(
  endpoint: Endpoint,
  schemaOf: Schemas,
  shared: ReadonlyMap<string, JsonObject>,
): JsonObject {
  const parameters = [
    ...parametersOf(endpoint, schemaOf).map((one) => {
      const name = parameterName(one);
      return JSON.stringify(shared.get(name)) === JSON.stringify(one) ? parameter(name) : one;
    }),
    ...(endpoint.idempotent === true ? [parameter('IdempotencyKey')] : []),
    ...(endpoint.streams && endpoint.files === undefined ? [parameter('LastEventId')] : []),
    ...(hasTag(endpoint) ? [parameter('IfNoneMatch')] : []),
  ];
  const access = endpoint.access === 'public' ? 'No sign-in is needed.' : `Least role: ${endpoint.access}.`;
  const description = endpoint.sessionOnly === true ? `${access} Only in a session: no token may.` : access;
  const security = endpoint.sessionOnly === true ? [{ session: [] }] : [{ token: [] }, { session: [] }];
  return {
    operationId: endpoint.name,
    tags: [tagOf(endpoint)],
    summary: endpoint.summary,
    description,
    ...(endpoint.access === 'public' ? {} : { security }),
    'x-role': endpoint.access,
    'x-visible-to': endpoint.access === 'public' ? 'public' : (endpoint.visibleTo ?? 'viewer'),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...requestBodyOf(endpoint, schemaOf),
    responses: {
      [String(endpoint.status ?? 200)]: successOf(endpoint, schemaOf),
      ...(endpoint.ends === true
        ? { '204': { description: 'The stream has ended: do not reconnect.' } }
        : {}),
      ...(hasTag(endpoint)
        ? { '304': { description: 'The reply still has the tag of `If-None-Match`.' } }
        : {}),
      ...Object.fromEntries(
        refusalsOf(endpoint).map(({ status, name }) => [status, { $ref: `#/components/responses/${name}` }]),
      ),
    },
  };
}

function requestBodyOf({ body, access, sessionOnly }: Endpoint, schemaOf: Schemas): JsonObject {
  if (body === null) return {};
  const schema = schemaOf(body, 'input');
  // A form needs a token.
  const takesForms = access !== 'public' && sessionOnly !== true;
  return {
    requestBody: {
      required: !body.safeParse({}).success,
      content: { 'application/json': { schema }, ...(takesForms ? { [FORM]: { schema } } : {}) },
    },
  };
}

const HEADERS = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description: 'A repeated request with the same key gets the first reply and starts nothing.',
    schema: { type: 'string', maxLength: 200 },
  },
  LastEventId: {
    name: 'Last-Event-ID',
    in: 'header',
    required: false,
    description: 'Continues after this event.',
    schema: { type: 'string' },
  },
  IfNoneMatch: {
    name: 'If-None-Match',
    in: 'header',
    required: false,
    description: 'The `ETag` of an earlier reply: 304 if the reply is still the same.',
    schema: { type: 'string' },
  },
};

function parameter(name: string): JsonObject {
  return { $ref: `#/components/parameters/${name}` };
}

/** Replies to GET have an entity tag. */
function hasTag({ method, reply }: Endpoint): boolean {
  return method === 'GET' && reply !== null;
}

interface Parameter extends JsonObject {
  readonly name: string;
  readonly in: 'path' | 'query';
}

function parametersOf({ params, query }: Endpoint, schemaOf: Schemas): readonly Parameter[] {
  return [...fieldsAsParameters(params, 'path', schemaOf), ...fieldsAsParameters(query, 'query', schemaOf)];
}

function fieldsAsParameters(
  shape: z.ZodType | null,
  place: Parameter['in'],
  schemaOf: Schemas,
): readonly Parameter[] {
  if (shape === null) return [];
  const schema = schemaOf(shape, place === 'path' ? 'output' : 'input');
  const required = (schema['required'] as string[] | undefined) ?? [];
  return Object.entries((schema['properties'] as Record<string, JsonObject> | undefined) ?? {}).map(
    ([name, property]) => ({
      name,
      in: place,
      required: place === 'path' || required.includes(name),
      schema: property,
    }),
  );
}

function parameterName({ name }: Parameter): string {
  return name.replaceAll(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** The parameters that several operations have, such as those of every list. */
function sharedParameters(
  endpoints: readonly Endpoint[],
  schemaOf: Schemas,
): ReadonlyMap<string, JsonObject> {
  const shared = new Map<string, JsonObject>();
  const seen = new Set<string>();
  for (const one of endpoints.flatMap((endpoint) => parametersOf(endpoint, schemaOf))) {
    const text = JSON.stringify(one);
    const name = parameterName(one);
    if (seen.has(text) && !shared.has(name)) shared.set(name, one);
    seen.add(text);
  }
  return shared;
}

function problemReply(description: string): JsonObject {
  return {
    description,
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}

function successOf(endpoint: Endpoint, schemaOf: Schemas): JsonObject {
  if (endpoint.files !== undefined) {
    const file = { schema: { type: 'string', format: 'binary' } };
    return {
      description: 'The file.',
      content: Object.fromEntries(endpoint.files.map((type) => [type, file])),
    };
  }
  if (endpoint.streams) {
    return {
      description: 'Server-sent events.',
      content: { 'text/event-stream': { schema: { type: 'string' } } },
    };
  }
  if (endpoint.reply === null) return { description: 'Done.' };
  return {
    description: 'Done.',
    content: { 'application/json': { schema: schemaOf(endpoint.reply, 'output') } },
  };
}
