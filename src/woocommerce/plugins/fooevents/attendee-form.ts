import type { StoreForm, StoreFormField } from '../../../ticketing/model/store-event.ts';
import type { FormAnswer } from '../../../ticketing/model/store-order.ts';
import type { RowNotes } from '../../values/row-notes.ts';
import { readAnswer, readText } from '../../values/store-text.ts';
import type { AnswerLabels } from '../ticket-plugin.ts';

const CUSTOM = 'fooevents_custom_';
const IMPORTED = 'WooCommerceEvents-meta-';
/** Keys that the plugin generates: about twenty random letters, in old versions a number. They are no labels. */
const MADE_UP = /^(?:[a-z]{20,}|\d+_option)$/;

/**
 * The attendee form of a product: JSON of the plugin, `{"<key>": {"<key>_label": …, "<key>_type": …}}`.
 * An unreadable form counts as none: only the labels of answers are lost.
 */
export function readForm(json: string | undefined): StoreForm | null {
  if (json === undefined || json === '') return null;
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    return null;
  }
  if (!isRecord(parsed)) return null;
  const fields = Object.entries(parsed).flatMap(([key, field]) => (isRecord(field) ? [{ key, field }] : []));
  if (fields.length === 0) return null;
  return { fields: fields.map(({ key, field }, position) => readField(key, field, position)) };
}

function readField(key: string, field: Readonly<Record<string, unknown>>, position: number): StoreFormField {
  const part = (name: string): string | null => {
    const value = field[`${key}_${name}`];
    return typeof value === 'string' ? readText(value) : null;
  };
  return {
    key,
    label: part('label') ?? key,
    type: part('type') ?? 'text',
    required: part('req') === 'true',
    options: (part('options') ?? '').split('|').filter((option) => option !== ''),
    position,
  };
}

/**
 * The answers among a ticket's metas, in the store's order, empty ones included. An answer's key is the
 * whole name of its meta: two tickets of one event may use different names for one question, since imports
 * and old versions of the plugin name it by its label (`fooevents_custom_Shirt_size`).
 *
 * @param owner an addition to the row's name in notes: ` of attendee 1.2`
 */
export function readAnswers(
  metas: Iterable<readonly [string, string]>,
  labels: AnswerLabels,
  notes: RowNotes,
  owner = '',
): readonly FormAnswer[] {
  const answers: FormAnswer[] = [];
  for (const [key, raw] of metas) {
    const isCustom = key.startsWith(CUSTOM);
    if (!isCustom && !key.startsWith(IMPORTED)) continue;
    const value = readAnswer(raw, notes, key + owner);
    if (value === null) continue;
    const name = key.slice(isCustom ? CUSTOM.length : IMPORTED.length);
    const known = isCustom ? labels.get(name) : undefined;
    answers.push({ key, label: known ?? (isCustom && MADE_UP.test(name) ? null : spaced(name)), value });
  }
  return answers;
}

function spaced(name: string): string | null {
  return readText(name.replaceAll('_', ' ').trim());
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
