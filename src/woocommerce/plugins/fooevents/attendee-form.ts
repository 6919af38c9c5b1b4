import type { StoreForm, StoreFormField } from '../../../ticketing/model/store-event.ts';
import type { FormAnswer } from '../../../ticketing/model/store-order.ts';
import type { RowNotes } from '../../values/row-notes.ts';
import { readAnswer, readText } from '../../values/store-text.ts';
import type { AnswerLabels } from '../ticket-plugin.ts';

const CUSTOM = 'fooevents_custom_';
const IMPORTED = 'WooCommerceEvents-meta-';
/**
 * The form of keys that the plugin generates: about twenty random letters, in old versions a number. They are
 * no labels.
 */
const MADE_UP = /^(?:[a-z]{20,}|\d+_option)$/;
/** Old versions call a field `1_option` in the form, and its answers `option_1`. */
const OLD_NAME = /^option_(\d+)$/;

/**
 * The attendee form of a product, which the plugin stores as JSON: `{"<key>": {"<key>_label": …, "<key>_type":
 * …}}`. Old versions name the parts by the field's number instead: `{"1_option": {"1_label": …}}`. An
 * unreadable form counts as none: only the labels of answers are lost.
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
    const value =
      field[`${key}_${name}`] ?? Object.entries(field).find(([called]) => isPart(called, name))?.[1];
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

/** `1_label` is the label whatever the number is, because the plugin counts the fields when it reads them. */
function isPart(called: string, name: string): boolean {
  return /^\d+_/.test(called) && called.replace(/^\d+_/, '') === name;
}

/**
 * The answers among a ticket's metas, in the store's order, including empty ones. The key of an answer is the
 * whole name of its meta. Two tickets of one event may use different names for one question, because imports
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
    answers.push({ key, label: isCustom ? labelOf(name, labels) : spaced(name), value });
  }
  return answers;
}

/**
 * The label in the form, however the answer names its field: by the key, by its number, or by the label itself.
 */
function labelOf(name: string, labels: AnswerLabels): string | null {
  const known = labels.get(name) ?? labels.get(name.replace(OLD_NAME, '$1_option'));
  if (known !== undefined) return known;
  if (MADE_UP.test(name)) return null;
  return labelsByLetters(labels).get(lettersOf(name)) ?? spaced(name);
}

const BY_LETTERS = new WeakMap<AnswerLabels, ReadonlyMap<string, string>>();

/** The labels by their letters and digits. This is computed once for the labels of a form. */
function labelsByLetters(labels: AnswerLabels): ReadonlyMap<string, string> {
  const made = BY_LETTERS.get(labels);
  if (made !== undefined) return made;
  const byLetters = new Map<string, string>();
  const ambiguous = new Set<string>();
  for (const label of labels.values()) {
    const letters = lettersOf(label);
    if ((byLetters.get(letters) ?? label) !== label) ambiguous.add(letters);
    byLetters.set(letters, label);
  }
  for (const letters of ['', ...ambiguous]) byLetters.delete(letters);
  BY_LETTERS.set(labels, byLetters);
  return byLetters;
}

/**
 * A label without the differences that versions of the plugin, and imports, introduce: case, accents, spaces
 * and signs.
 */
function lettersOf(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

function spaced(name: string): string | null {
  return readText(name.replaceAll('_', ' ').trim());
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
