import fc from 'fast-check';
import { z } from 'zod';

const schemaShape = z.record(z.string(), z.unknown());
export type JsonSchema = z.infer<typeof schemaShape>;

const MOST_ITEMS = 3;
const LONGEST_TEXT = 300;

/** Values that a JSON schema accepts, as far as the schema says: custom rules may still refuse them. */
export function valuesOfSchema(schema: JsonSchema): fc.Arbitrary<unknown> {
  if ('const' in schema) return fc.constant(schema['const']);
  const choices = schema['enum'];
  if (Array.isArray(choices)) return fc.constantFrom<unknown>(...choices);
  const alternatives = schema['anyOf'] ?? schema['oneOf'];
  if (Array.isArray(alternatives)) {
    return fc.oneof(...alternatives.map((one) => valuesOfSchema(schemaShape.parse(one))));
  }
  switch (schema['type']) {
    case 'string':
      return textOf(schema);
    case 'integer':
      return fc.integer(rangeOf(schema));
    case 'number':
      return fc.double({ ...rangeOf(schema), noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(valuesOfSchema(schemaShape.parse(schema['items'] ?? {})), { maxLength: MOST_ITEMS });
    case 'object':
      return objectOf(schema);
    default:
      return fc.jsonValue();
  }
}

/** The fields of an object's schema, each with its own schema. */
export function fieldsOf(schema: JsonSchema | undefined): Readonly<Record<string, JsonSchema>> {
  return z.record(z.string(), schemaShape).parse(schema?.['properties'] ?? {});
}

function objectOf(schema: JsonSchema): fc.Arbitrary<unknown> {
  const fields = fieldsOf(schema);
  const required = z.array(z.string()).parse(schema['required'] ?? []);
  const named = fc.record(
    Object.fromEntries(Object.entries(fields).map(([name, one]) => [name, valuesOfSchema(one)])),
    { requiredKeys: required.filter((name) => name in fields), noNullPrototype: true },
  );
  const others = schemaShape.safeParse(schema['additionalProperties']);
  if (!others.success) return named;
  const free = fc.dictionary(fc.string({ maxLength: 12 }), valuesOfSchema(others.data), {
    maxKeys: MOST_ITEMS,
    noNullPrototype: true,
  });
  return fc.tuple(free, named).map(([some, rest]) => ({ ...some, ...rest }));
}

function textOf(schema: JsonSchema): fc.Arbitrary<string> {
  switch (schema['format']) {
    case 'uuid':
      return fc.uuid();
    case 'email':
      return fc.emailAddress();
    case 'date-time':
      return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
    default:
  }
  const pattern = schema['pattern'];
  if (typeof pattern === 'string') return fc.stringMatching(new RegExp(pattern, 'u'));
  const [minLength, maxLength] = [schema['minLength'], schema['maxLength']].map((one) => Number(one ?? 0));
  return fc.string({
    minLength: minLength ?? 0,
    maxLength: Math.max(minLength ?? 0, Math.min(maxLength || LONGEST_TEXT, LONGEST_TEXT)),
  });
}

function rangeOf(schema: JsonSchema): { min: number; max: number } {
  const [least, most] = [schema['minimum'], schema['maximum']].map(Number);
  return {
    min: Math.max(Number.isFinite(least) ? (least ?? 0) : -(2 ** 31), -(2 ** 31)),
    max: Math.min(Number.isFinite(most) ? (most ?? 0) : 2 ** 31 - 1, 2 ** 31 - 1),
  };
}
