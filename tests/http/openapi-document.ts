import { z } from 'zod';
import type { ApiWorld } from './api-world.ts';

/** The document with each reference replaced by what it names, as a client follows them. */
function dereferenced(document: object): unknown {
  const follow = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(follow);
    if (typeof value !== 'object' || value === null) return value;
    if ('$ref' in value && typeof value.$ref === 'string') {
      const { $ref, ...rest } = value;
      const named = $ref
        .replace(/^#\//, '')
        .split('/')
        .reduce<unknown>((part, name) => (part as Record<string, unknown>)[name], document);
      if (named === undefined) throw new Error(`nothing is called ${$ref}`);
      return { ...(follow(named) as object), ...rest };
    }
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, follow(member)]));
  };
  return follow(document);
}

const schema = z.record(z.string(), z.unknown());
const content = z.record(z.string(), z.object({ schema }));
const operationShape = z.looseObject({
  operationId: z.string(),
  'x-role': z.enum(['public', 'viewer', 'operator', 'superuser']),
  'x-visible-to': z.enum(['public', 'viewer', 'operator', 'superuser']),
  security: z.array(z.record(z.string(), z.array(z.string()))).default([]),
  parameters: z
    .array(
      z.object({
        name: z.string(),
        in: z.enum(['path', 'query', 'header']),
        required: z.boolean(),
        schema,
        description: z.string().optional(),
      }),
    )
    .default([]),
  requestBody: z.object({ required: z.boolean(), content }).optional(),
  responses: z.record(z.string(), z.object({ description: z.string(), content: content.optional() })),
});
const documentShape = z.looseObject({
  openapi: z.literal('3.1.0'),
  paths: z.record(
    z.string(),
    z
      .record(z.enum(['get', 'post', 'put', 'patch', 'delete']), operationShape)
      .or(z.record(z.string(), operationShape)),
  ),
  components: z.looseObject({ schemas: z.record(z.string(), schema) }),
});

export type Operation = z.infer<typeof operationShape> & {
  readonly path: string;
  readonly method: string;
  readonly success: number;
};

export interface ApiDocument {
  readonly operations: readonly Operation[];
  /** The difference between a reply and the document; null if there is none. */
  faultOf(operation: Operation, status: number, contentType: string, body: string): string | null;
}

/** The API as its document describes it, read again: nothing comes from our own shapes. */
export async function readApiDocument(world: ApiWorld): Promise<ApiDocument> {
  const reply = await world.server.inject('/api/v1/openapi.json');
  const { paths } = documentShape.parse(dereferenced(reply.json()));
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): Operation => {
      const success = Number(Object.keys(operation.responses).find((status) => status.startsWith('2')));
      return { ...operation, path, method: method.toUpperCase(), success };
    }),
  );
  const validators = new Map<string, z.ZodType>();
  return {
    operations,
    faultOf(operation, status, contentType, body) {
      const documented = operation.responses[String(status)];
      if (documented === undefined) return `${status} is not documented: ${body.slice(0, 300)}`;
      if (documented.content === undefined) return body === '' ? null : 'a body where none is documented';
      const types = Object.entries(documented.content);
      const found = types.find(([type]) => contentType.startsWith(type));
      if (found === undefined) return `${contentType} instead of ${types.map(([type]) => type).join(', ')}`;
      const [type, { schema: documentedSchema }] = found;
      // A file has no shape.
      if (!type.endsWith('json') || type.endsWith('ndjson')) return null;
      const key = `${operation.operationId} ${status}`;
      const validator = validators.get(key) ?? z.fromJSONSchema(documentedSchema);
      validators.set(key, validator);
      const parsed = validator.safeParse(JSON.parse(body));
      return parsed.success ? null : z.prettifyError(parsed.error);
    },
  };
}
