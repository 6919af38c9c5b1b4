import { type Actor, isAtLeast, noSuchObject } from '../auth/actor.ts';
import type { Endpoint, Method } from './endpoint.ts';
import { alternativesOf, fieldsOf, type JsonSchema, jsonSchemaOf, typesOf } from './json-schema.ts';

/** A field as `SimpleMetadata` of Django REST framework describes it. */
interface FieldMetadata {
  readonly type: string;
  readonly required: boolean;
  readonly read_only: boolean;
  readonly label: string;
  readonly help_text?: string;
  readonly min_length?: number;
  readonly max_length?: number;
  readonly min_value?: number;
  readonly max_value?: number;
  readonly choices?: readonly { readonly value: unknown; readonly display_name: string }[];
  readonly child?: FieldMetadata;
  readonly children?: Readonly<Record<string, FieldMetadata>>;
}

type Fields = Readonly<Record<string, FieldMetadata>>;

/** What `OPTIONS` answers about a path. */
interface PathMetadata {
  readonly name: string;
  readonly description: string;
  readonly renders: readonly string[];
  readonly parses: readonly string[];
  /** The fields of each method with a body that the caller may use. */
  readonly actions?: Readonly<Partial<Record<Method, Fields>>>;
}

/** Their bodies do not change while the process runs. */
const known = new WeakMap<Endpoint, Fields>();

/**
 * The operations of one path, as this caller may see and use them.
 *
 * @throws missing `http.no-such-object` if the caller may not know any of them
 */
export function describePath(endpoints: readonly Endpoint[], actor: Actor): PathMetadata {
  const visible = endpoints.filter(
    ({ access, visibleTo }) => access === 'public' || isAtLeast(actor.role, visibleTo ?? 'viewer'),
  );
  const shown = visible.find(({ method }) => method === 'GET') ?? visible[0];
  if (shown === undefined) throw noSuchObject({ hidden: true });
  const usable = visible.filter(({ method, body, access, sessionOnly }) => {
    if (body === null || method === 'GET' || method === 'DELETE') return false;
    if (sessionOnly === true && actor.kind !== 'session') return false;
    return access === 'public' || isAtLeast(actor.role, access);
  });
  return {
    name: titleOf(shown.name.replaceAll(/[.-]/g, ' ')),
    description: shown.summary,
    renders: [shown.streams ? 'text/event-stream' : 'application/json'],
    parses: ['application/json', ...(actor.kind === 'token' ? ['application/x-www-form-urlencoded'] : [])],
    ...(usable.length === 0
      ? {}
      : { actions: Object.fromEntries(usable.map((endpoint) => [endpoint.method, fieldsOfBody(endpoint)])) }),
  };
}

function fieldsOfBody(endpoint: Endpoint): Fields {
  const found = known.get(endpoint);
  if (found !== undefined) return found;
  const { body, reply } = endpoint;
  const written = body === null ? {} : fieldsIn(jsonSchemaOf(body, 'input'), false);
  const read = reply === null ? {} : fieldsIn(jsonSchemaOf(reply, 'output'), true);
  const fields = { ...read, ...written };
  known.set(endpoint, fields);
  return fields;
}

function fieldsIn(schema: JsonSchema, isReadOnly: boolean): Fields {
  const required = new Set(
    alternativesOf(schema).length === 1 ? (alternativesOf(schema)[0]?.required ?? []) : [],
  );
  return Object.fromEntries(
    Object.entries(fieldsOf(schema)).map(([name, field]) => [
      name,
      fieldOf(name, field, { isRequired: required.has(name) && !isReadOnly, isReadOnly }),
    ]),
  );
}

function fieldOf(
  name: string,
  schema: JsonSchema,
  { isRequired, isReadOnly }: { readonly isRequired: boolean; readonly isReadOnly: boolean },
): FieldMetadata {
  // The alternative that null leaves.
  const [only = {}] = alternativesOf(schema).filter(({ type }) => type !== 'null');
  const help = schema.description ?? only.description;
  return {
    type: typeOf(schema, only),
    required: isRequired,
    read_only: isReadOnly,
    label: titleOf(name.replaceAll('_', ' ')),
    ...(help === undefined ? {} : { help_text: help }),
    ...(only.minLength === undefined ? {} : { min_length: only.minLength }),
    ...(only.maxLength === undefined ? {} : { max_length: only.maxLength }),
    ...(only.minimum === undefined ? {} : { min_value: only.minimum }),
    ...(only.maximum === undefined ? {} : { max_value: only.maximum }),
    ...(only.enum === undefined ? {} : { choices: only.enum.map(choiceOf) }),
    ...(only.items === undefined
      ? {}
      : { child: fieldOf(name, only.items, { isRequired: true, isReadOnly }) }),
    ...(only.properties === undefined ? {} : { children: fieldsIn(only, isReadOnly) }),
  };
}

function choiceOf(value: unknown): { readonly value: unknown; readonly display_name: string } {
  return { value, display_name: titleOf(String(value).replaceAll('_', ' ')) };
}

const FORMATS: Readonly<Record<string, string>> = {
  email: 'email',
  uri: 'url',
  date: 'date',
  time: 'time',
  'date-time': 'datetime',
};

const TYPES: Readonly<Record<string, string>> = {
  boolean: 'boolean',
  integer: 'integer',
  number: 'float',
  array: 'list',
};

function typeOf(schema: JsonSchema, only: JsonSchema): string {
  if (only.enum !== undefined) return 'choice';
  const types = [...typesOf(schema)].filter((type) => type !== 'null');
  if (types.includes('number') && types.includes('string')) return 'decimal';
  const [type = '', ...others] = types;
  if (others.length > 0) return 'field';
  if (type === 'string') return FORMATS[only.format ?? ''] ?? 'string';
  if (type === 'object' && only.properties !== undefined) return 'nested object';
  return TYPES[type] ?? 'field';
}

function titleOf(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
