import type { z } from 'zod';
import { alternativesOf, fieldsOf, type JsonSchema, jsonSchemaOf, typesOf } from './json-schema.ts';

/** A field of a form and its text, in the order of the form. */
export type FormPair = readonly [name: string, text: string];

/** The forms of a name: `name`, `name[]`, `name[0]`, `name.key`, `name[0]key`, `name[0].key`. */
const NAME = /^([^.[\]]+)(?:\[(\d*)\])?\.?(.*)$/;
const NUMBER = /^[+-]?\d+(?:\.\d+)?$/;

/**
 * Reads a form as the body that the same request has in JSON. A form has only texts, so the schema of the body says what
 * each of them means; what it does not accept is left as it is, and its validation refuses it by its name.
 */
export function formReader(body: z.ZodType | null): (pairs: readonly FormPair[]) => Record<string, unknown> {
  let known: Readonly<Record<string, JsonSchema>> | null = null;
  return (pairs) => {
    known ??= body === null ? {} : fieldsOf(jsonSchemaOf(body, 'input'));
    const fields = known;
    const given = new Map<string, FormPair[]>();
    for (const [name, text] of pairs) {
      const [, base = name, index, key = ''] = NAME.exec(name) ?? [];
      const field = base in fields && Object.hasOwn(fields, base) ? base : name;
      const rest = field === name ? '' : `${index === undefined ? '' : `[${index}]`}${key}`;
      const before = given.get(field);
      if (before === undefined) given.set(field, [[rest, text]]);
      else before.push([rest, text]);
    }
    return Object.fromEntries(
      [...given].map(([name, parts]) => [
        name,
        fieldValue(parts, Object.hasOwn(fields, name) ? fields[name] : undefined),
      ]),
    );
  };
}

/** @param parts the texts of one field, each with the rest of its name */
function fieldValue(parts: readonly FormPair[], schema: JsonSchema = {}): unknown {
  const types = typesOf(schema);
  const [[rest, text] = ['', '']] = parts;
  const isWhole = parts.length === 1 && rest === '';
  if (types.has('array')) {
    if (isWhole && text === '') return types.has('null') ? null : [];
    if (isWhole && text.startsWith('[')) return jsonOr(text);
    return listValue(parts, itemsOf(schema));
  }
  if (types.has('object') && !isWhole) return memberValues(parts, schema);
  // As in an address, the last one counts.
  return textValue(parts.at(-1)?.[1] ?? '', schema);
}

function itemsOf(schema: JsonSchema): JsonSchema {
  return alternativesOf(schema).find(({ items }) => items !== undefined)?.items ?? {};
}

/** `ids=1&ids=2`, `ids[]=1`, `ids[0]=1`, and `answers[0]key=a&answers[0]value=b` for objects. */
function listValue(parts: readonly FormPair[], items: JsonSchema): unknown[] {
  const elements = new Map<string, FormPair[]>();
  for (const [at, [rest, text]] of parts.entries()) {
    const [, index = '', key = ''] = /^(?:\[(\d*)\])?(.*)$/.exec(rest) ?? [];
    const place = index === '' ? `new ${at}` : String(Number(index));
    const before = elements.get(place);
    if (before === undefined) elements.set(place, [[key, text]]);
    else before.push([key, text]);
  }
  const isNumbered = [...elements.keys()].every((place) => /^\d+$/.test(place));
  const ordered = isNumbered ? [...elements].toSorted(([a], [b]) => Number(a) - Number(b)) : [...elements];
  return ordered.map(([, members]) => fieldValue(members, items));
}

function memberValues(parts: readonly FormPair[], schema: JsonSchema): Record<string, unknown> {
  const fields = fieldsOf(schema);
  const other = alternativesOf(schema).find(({ additionalProperties: one }) => typeof one === 'object');
  return Object.fromEntries(
    parts.map(([rest, text]) => {
      const name = rest.replace(/^\.|^\[|\]$/g, '');
      const member = Object.hasOwn(fields, name)
        ? fields[name]
        : (other?.additionalProperties as JsonSchema | undefined);
      return [name, textValue(text, member ?? {})];
    }),
  );
}

function textValue(text: string, schema: JsonSchema): unknown {
  const types = typesOf(schema);
  if (types.has('null') && (text === '' || (text === 'null' && !types.has('string')))) return null;
  if (types.has('string')) return text;
  if (types.has('boolean')) {
    if (/^(?:true|1)$/i.test(text)) return true;
    if (/^(?:false|0)$/i.test(text)) return false;
  }
  if ((types.has('integer') || types.has('number')) && NUMBER.test(text)) return Number(text);
  if ((types.has('object') || types.has('array')) && /^[{[]/.test(text)) return jsonOr(text);
  return text;
}

/** A whole field may be JSON; the limits of the form hold for it as well. */
function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}
