import type { z } from 'zod';
import { faultsFrom } from '../../contract/field-faults.ts';
import { AppError } from '../../kernel/errors.ts';
import { invalidField, invalidRequest } from '../../kernel/field-faults.ts';
import { noSuchObject } from '../auth/actor.ts';

/**
 * The ids in a path.
 *
 * @throws missing `http.no-such-object` for a malformed id, because no object has it
 */
export function parseParams<Shape extends z.ZodType>(shape: Shape, raw: unknown): z.output<Shape> {
  const parsed = shape.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw noSuchObject();
}

/** The maximum number of parameters, far more than any list has. */
const MOST_PARAMETERS = 50;

/** @throws invalid `http.invalid-request`; missing `http.no-such-page` */
export function parseQuery<Shape extends z.ZodType>(shape: Shape, raw: unknown): z.output<Shape> {
  const all = Object.entries(raw as Record<string, string | string[]>);
  if (all.length > MOST_PARAMETERS) {
    throw invalidField('non_field_errors', 'too_many_parameters', MOST_PARAMETERS);
  }
  const given = all.map(
    // If a parameter occurs twice, the last one counts.
    ([name, value]) => [name, Array.isArray(value) ? (value.at(-1) ?? '') : value] as const,
  );
  const sent = given.filter(([name, value]) => value !== '' && !(name === 'format' && value === 'json'));
  const parsed = shape.safeParse(Object.fromEntries(sent), { reportInput: true });
  if (parsed.success) return parsed.data;
  if (parsed.error.issues.every((issue) => issue.path[0] === 'page')) throw noSuchPage();
  throw invalidRequest(faultsFrom(parsed.error.issues, 'unknown_parameter'));
}

/**
 * Parses a body. Read-only fields of the reply are ignored, because clients send back what they received. Other
 * unknown fields are refused.
 *
 * @param refusesReadOnly true if read-only fields are refused as well, each by its name
 * @throws invalid `http.invalid-request`
 */
export function parseBody<Shape extends z.ZodType>(
  shape: Shape,
  readOnly: ReadonlySet<string>,
  raw: unknown,
  refusesReadOnly = false,
): z.output<Shape> {
  const given = raw ?? {};
  if (refusesReadOnly && isRecord(given)) {
    const refused = Object.keys(given).filter((name) => readOnly.has(name));
    if (refused.length > 0) {
      throw invalidRequest(Object.fromEntries(refused.map((name) => [name, [{ rule: 'read_only' }]])));
    }
  }
  const kept = isRecord(given)
    ? Object.fromEntries(Object.entries(given).filter(([name]) => !readOnly.has(name)))
    : given;
  const parsed = shape.safeParse(kept, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw invalidRequest(faultsFrom(parsed.error.issues, 'unknown_field'));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function noSuchPage(): AppError {
  return new AppError({ code: 'http.no-such-page', message: 'Invalid page.' });
}
