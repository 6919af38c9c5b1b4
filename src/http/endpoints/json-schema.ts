import { z } from 'zod';

/** A JSON schema without references, as far as forms and `OPTIONS` need it. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly description?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
}

/** The schema of a body (`input`) or of a reply (`output`), with each reference replaced by what it names. */
export function jsonSchemaOf(shape: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $defs = {}, ...schema } = z.toJSONSchema(shape, { io, unrepresentable: 'any' });
  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== 'object' || value === null) return value;
    if ('$ref' in value && typeof value.$ref === 'string') {
      const { $ref, ...rest } = value;
      return { ...(resolve($defs[$ref.replace('#/$defs/', '')]) as object), ...rest };
    }
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, resolve(member)]));
  };
  return resolve(schema) as JsonSchema;
}

/** A schema, or the alternatives that it lists. */
export function alternativesOf(schema: JsonSchema): readonly JsonSchema[] {
  return (schema.anyOf ?? schema.oneOf)?.flatMap(alternativesOf) ?? [schema];
}

/** The fields of a body; of all its forms, if it has several. */
export function fieldsOf(schema: JsonSchema): Readonly<Record<string, JsonSchema>> {
  return Object.assign({}, ...alternativesOf(schema).map(({ properties }) => properties ?? {})) as Readonly<
    Record<string, JsonSchema>
  >;
}

/** The JSON types that a value may have. A list of values without a type has texts. */
export function typesOf(schema: JsonSchema): ReadonlySet<string> {
  return new Set(
    alternativesOf(schema).flatMap(({ type, enum: values, const: only }) => {
      if (type !== undefined) return type;
      return values !== undefined || only !== undefined ? ['string'] : [];
    }),
  );
}
