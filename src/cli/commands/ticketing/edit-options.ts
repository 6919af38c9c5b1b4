import type { Command } from 'commander';
import type { z } from 'zod';
import type { AuditAction } from '../../../backend/audit/audit-actions.ts';
import type { RowEdit } from '../../../backend/conflicts/edit-row.ts';
import type { EditedTable } from '../../../backend/tables/edited-tables.ts';
import { faultsFrom } from '../../../contract/field-faults.ts';
import { eventEditInput } from '../../../contract/ticketing/events.ts';
import { tierEditInput } from '../../../contract/ticketing/ticket-tiers.ts';
import { ticketEditInput } from '../../../contract/ticketing/tickets.ts';
import { faultSentence } from '../../options/field-faults.ts';
import { invalidOptions } from '../../options/options.ts';

/** The values that commander passes: a text, false for `--no-…`, or the texts of an option that may be repeated. */
export type Given = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

interface EditOption {
  readonly flag: string;
  readonly value: string;
  /** The field of the API. */
  readonly field: string;
  readonly about: string;
  /** The effect of `--no-…`, if the field can be empty. */
  readonly without?: string;
}

/** A kind of row that people edit. */
export interface EditedKind {
  readonly table: EditedTable;
  readonly group: string;
  readonly one: string;
  readonly about: string;
  readonly action: AuditAction;
  readonly input: z.ZodType<Pick<RowEdit, 'version'> & { readonly revert?: readonly string[] | undefined }>;
  readonly options: readonly EditOption[];
}

/** The option of the answers of an attendee, which may be given several times. */
export const ANSWERS = 'answer';

const person = (flag: string, about: string): EditOption => ({
  flag,
  value: 'text',
  field: flag.replace('-', '_'),
  about,
  without: 'leave it empty',
});

export const EDITED_KINDS: readonly EditedKind[] = [
  {
    table: 'events',
    group: 'events',
    one: 'event',
    about: 'Show and edit the fields of events that people may correct. No sync undoes it.',
    action: 'events.change',
    input: eventEditInput,
    options: [
      { flag: 'title', value: 'text', field: 'title', about: 'title of the event' },
      {
        flag: 'description',
        value: 'text',
        field: 'description',
        about: 'what it is about',
        without: 'leave the description empty',
      },
      {
        flag: 'start',
        value: 'time',
        field: 'starts_at',
        about: 'when it starts: 2026-03-01T20:00, in the event’s zone',
        without: 'leave the start open',
      },
      {
        flag: 'end',
        value: 'time',
        field: 'ends_at',
        about: 'when it ends',
        without: 'leave the end open',
      },
      { flag: 'timezone', value: 'zone', field: 'timezone', about: 'the event’s IANA zone' },
      {
        flag: 'venue',
        value: 'text',
        field: 'venue',
        about: 'where it is',
        without: 'leave the venue empty',
      },
    ],
  },
  {
    table: 'ticket_tiers',
    group: 'tiers',
    one: 'tier',
    about: 'Show and edit the fields of ticket tiers that people may correct. No sync undoes it.',
    action: 'ticket-tiers.change',
    input: tierEditInput,
    options: [
      { flag: 'name', value: 'text', field: 'name', about: 'name of the tier' },
      {
        flag: 'price',
        value: 'amount',
        field: 'price',
        about: 'what a ticket costs: 25000 or 30.50',
        without: 'leave the price open',
      },
      {
        flag: 'capacity',
        value: 'count',
        field: 'capacity',
        about: 'how many tickets there are; the store has no such field',
        without: 'set no capacity',
      },
    ],
  },
  {
    table: 'tickets',
    group: 'tickets',
    one: 'ticket',
    about: 'Show and edit the fields of attendees that people may correct. No sync undoes it.',
    action: 'tickets.change',
    input: ticketEditInput,
    options: [
      person('first-name', 'first name of the attendee'),
      person('last-name', 'last name'),
      person('email', 'e-mail address'),
      person('phone', 'telephone'),
      person('company', 'company'),
      person('designation', 'position in the company'),
      {
        flag: ANSWERS,
        value: 'question=answer',
        field: 'form_data',
        about: 'an answer of the form, by its key or its label; may be given several times',
      },
    ],
  },
];

export function addEditOptions(command: Command, { options }: EditedKind): Command {
  for (const { flag, value, about, without } of options) {
    if (flag === ANSWERS) command.option(`--${flag} <${value}>`, about, collect);
    else command.option(`--${flag} <${value}>`, about);
    if (without !== undefined) command.option(`--no-${flag}`, without);
  }
  return command
    .option(
      '--take-back <fields>',
      `fields that say what the store says again, as ${takeBackExample(options)}`,
    )
    .option('--seen <version>', 'change it only if it still is as --json showed it with this version');
}

function collect(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

function takeBackExample(options: readonly EditOption[]): string {
  return options
    .slice(0, 2)
    .map(({ flag }) => flag)
    .join(',');
}

/** The option that changes a field. */
export function flagsOf({ options }: EditedKind): Readonly<Record<string, string>> {
  const flags = options.map(({ field, flag }) => [field, `--${flag}`] as const);
  return Object.fromEntries([...flags, ['revert', '--take-back'], ['version', '--seen']]);
}

/**
 * Converts the typed options to a request body of the API.
 *
 * @param keyOf the key of a question that is named by its key or label
 *
 * @throws invalid `cli.options`
 */
export function readEdit(
  kind: EditedKind,
  given: Given,
  version: string,
  keyOf: (question: string) => string,
): Pick<RowEdit, 'version' | 'values' | 'revert'> {
  const body: Record<string, unknown> = {};
  for (const { flag, field } of kind.options) {
    const value = given[camelCase(flag)];
    if (value === undefined || value === true) continue;
    if (value === false) body[field] = null;
    else if (typeof value !== 'string') body[field] = value.map((text) => answerIn(text, keyOf));
    else body[field] = field === 'capacity' && /^\d{1,10}$/.test(value) ? Number(value) : value;
  }
  const takenBack = given['takeBack'];
  if (typeof takenBack === 'string') body['revert'] = takenBack.split(',').map((name) => fieldOf(kind, name));
  if (Object.keys(body).length === 0) {
    throw invalidOptions(`Give at least one change, for example --${kind.options[0]?.flag}.`);
  }
  const parsed = kind.input.safeParse({ ...body, version }, { reportInput: true });
  if (!parsed.success)
    throw invalidOptions(faultSentence(faultsFrom(parsed.error.issues, 'unknown_field'), flagsOf(kind)));
  const { version: seen, revert = [], ...values } = parsed.data;
  return { version: seen, revert, values };
}

function answerIn(text: string, keyOf: (question: string) => string): object {
  const at = text.indexOf('=');
  if (at < 1)
    throw invalidOptions(`--${ANSWERS} must be a question and its answer, like "RUT=11.111.111-1".`);
  return { key: keyOf(text.slice(0, at)), value: text.slice(at + 1) };
}

/** A field by the name of its option, or by that of the API. */
function fieldOf({ options }: EditedKind, name: string): string {
  const asked = name.trim();
  const plural = asked === 'answers' ? ANSWERS : asked;
  return options.find(({ flag, field }) => flag === plural || field === asked)?.field ?? asked;
}

function camelCase(flag: string): string {
  return flag.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
