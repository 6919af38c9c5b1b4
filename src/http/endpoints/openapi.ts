import { z } from 'zod';
import { problemShape } from '../../contract/problem.ts';
import type { Endpoint } from './endpoint.ts';

type JsonObject = Record<string, unknown>;

/** The description of the whole API. It is made from the schemas that parse requests and write replies. */
export function describeApi(endpoints: readonly Endpoint[], version: string): JsonObject {
  const paths: Record<string, JsonObject> = {};
  for (const endpoint of endpoints) {
    const path = endpoint.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operationOf(endpoint) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Taquilla',
      version,
      description:
        'Keeps a ticketing backend in sync with WooCommerce. Every path works with and without its trailing slash, and with `_` instead of `-`.',
    },
    paths,
    components: {
      schemas: { Problem: schemaOf(problemShape, 'output') },
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

function operationOf(endpoint: Endpoint): JsonObject {
  const parameters = [
    ...parametersOf(endpoint.params, 'path', 'output'),
    ...parametersOf(endpoint.query, 'query', 'input'),
    ...(endpoint.idempotent === true ? [IDEMPOTENCY_KEY] : []),
    ...(endpoint.streams ? [LAST_EVENT_ID] : []),
  ];
  const access = endpoint.access === 'public' ? 'No sign-in is needed.' : `Least role: ${endpoint.access}.`;
  const description = endpoint.sessionOnly === true ? `${access} Only in a session: no token may.` : access;
  const security = endpoint.sessionOnly === true ? [{ session: [] }] : [{ token: [] }, { session: [] }];
  return {
    operationId: endpoint.name,
    tags: [endpoint.name.split('.')[0]],
    summary: endpoint.summary,
    description,
    ...(endpoint.access === 'public' ? {} : { security }),
    'x-role': endpoint.access,
    'x-visible-to': endpoint.access === 'public' ? 'public' : (endpoint.visibleTo ?? 'viewer'),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(endpoint.body === null
      ? {}
      : {
          requestBody: {
            required: !endpoint.body.safeParse({}).success,
            content: { 'application/json': { schema: schemaOf(endpoint.body, 'input') } },
          },
        }),
    responses: responsesOf(endpoint),
  };
}

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'A repeated request with the same key gets the first reply and starts nothing.',
  schema: { type: 'string', maxLength: 200 },
};
const LAST_EVENT_ID = {
  name: 'Last-Event-ID',
  in: 'header',
  required: false,
  description: 'Continues after this event.',
  schema: { type: 'string' },
};

function parametersOf(
  shape: z.ZodType | null,
  place: 'path' | 'query',
  io: 'input' | 'output',
): JsonObject[] {
  if (shape === null) return [];
  const schema = schemaOf(shape, io);
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

function responsesOf(endpoint: Endpoint): JsonObject {
  const problem = (description: string): JsonObject => ({
    description,
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  });
  const closed = endpoint.access !== 'public';
  const visibleTo = endpoint.visibleTo ?? 'viewer';
  const refusals: readonly (readonly [string, string, boolean])[] = [
    ['400', 'The request is not valid.', true],
    ['401', 'Not signed in.', closed || endpoint.name === 'session.login'],
    // Any operation may be refused to a superuser who must set up a second factor first.
    ['403', 'Not allowed.', endpoint.name === 'session.login' || closed],
    [
      '404',
      'The object does not exist.',
      endpoint.params !== null || visibleTo !== 'viewer' || isList(endpoint) || endpoint.looksUp === true,
    ],
    [
      '409',
      'Its present state does not allow this.',
      endpoint.conflicts === true || endpoint.idempotent === true,
    ],
    ['410', 'Changes after this cursor are no longer kept.', endpoint.expires === true],
    // A request without a need for a body may still contain one that is refused.
    ['413', 'The body is too large.', endpoint.method !== 'GET'],
    ['415', 'The body is not valid JSON.', endpoint.method !== 'GET'],
    [
      '422',
      'An operator must change something first.',
      endpoint.reachesOut === true || endpoint.opensSecrets === true,
    ],
    ['429', 'Too many requests.', true],
    ['503', 'A service that this needs cannot be reached now.', true],
  ];
  return {
    [String(endpoint.status ?? 200)]: successOf(endpoint),
    ...(endpoint.ends === true ? { '204': { description: 'The stream has ended: do not reconnect.' } } : {}),
    ...Object.fromEntries(
      refusals.filter(([, , applies]) => applies).map(([status, text]) => [status, problem(text)]),
    ),
  };
}

function successOf(endpoint: Endpoint): JsonObject {
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

function isList(endpoint: Endpoint): boolean {
  return endpoint.query instanceof z.ZodObject && 'page' in endpoint.query.shape;
}

function schemaOf(shape: z.ZodType, io: 'input' | 'output'): JsonObject {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, { io, unrepresentable: 'any' });
  return schema;
}
