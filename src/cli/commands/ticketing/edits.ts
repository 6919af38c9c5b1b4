import type { Command } from 'commander';
import { readAuditedObject } from '../../../backend/audit/audited-objects.ts';
import { editRow } from '../../../backend/conflicts/edit-row.ts';
import { type EditState, readEditState } from '../../../backend/conflicts/edit-state.ts';
import {
  type FormQuestion,
  questionsOfTicket,
  unanswered,
} from '../../../backend/conflicts/form-questions.ts';
import type { Database } from '../../../backend/database.ts';
import { requireMigrated } from '../../../backend/migrate/require-migrated.ts';
import type { Json } from '../../../backend/tables/column-text.ts';
import { isPersonal } from '../../../backend/tables/personal-columns.ts';
import type { Act } from '../../act.ts';
import { noteInAudit } from '../../note-in-audit.ts';
import { sayingOptions } from '../../options/field-faults.ts';
import { requireEditedId } from '../../options/named-object.ts';
import { invalidOptions } from '../../options/options.ts';
import { renderTable } from '../../output/tables.ts';
import { printJson, printLine } from '../../output/terminal.ts';
import type { Session } from '../../session.ts';
import {
  ANSWERS,
  addEditOptions,
  EDITED_KINDS,
  type EditedKind,
  flagsOf,
  type Given,
  readEdit,
} from './edit-options.ts';

interface Named {
  /** Its id, or the beginning of it. */
  readonly row: string;
  readonly json?: boolean;
}

/** A row with what its fields say, and what of it can be answered. */
interface Shown extends EditState {
  readonly id: string;
  readonly unanswered: readonly FormQuestion[];
}

interface Answer {
  readonly key: string;
  readonly label: string | null;
  readonly value: string;
}

/** `events`, `tiers` and `tickets`: what people correct, by the rules of the API. */
export function addEdits(program: Command, act: Act): void {
  for (const kind of EDITED_KINDS) {
    const group = program.command(kind.group).description(kind.about);
    group
      .command('show <id>')
      .description(
        `What the editable fields of one ${kind.one} say here, and in the store where they differ.`,
      )
      .option('--json', 'print it as JSON')
      .action(ofRow(act<Named>(async (session, given) => await runShow(session, kind, given))));
    addEditOptions(
      group
        .command('edit <id>')
        .description(`Change fields of one ${kind.one}, or take the store’s values again.`),
      kind,
    )
      .option('--json', 'print it as JSON')
      .action(ofRow(act<Named & Given>(async (session, given) => await runEdit(session, kind, given))));
  }
}

/** Not as `name`: a tier has an option of that name. */
function ofRow<Options>(action: (options: Options, command: Command) => Promise<void>) {
  return async (row: string, options: object, command: Command): Promise<void> =>
    await action({ ...options, row } as Options, command);
}

async function runShow(session: Session, kind: EditedKind, { row, json }: Named): Promise<number> {
  await using backend = await session.openBackend();
  await requireMigrated(backend.db);
  const shown = await read(backend.db, kind, await requireEditedId(backend.db, kind.table, row));
  const { out } = session.terminal;
  if (json === true) printJson(out, jsonOf(kind, shown));
  else printLine(out, tableOf(kind, shown));
  return 0;
}

async function runEdit(session: Session, kind: EditedKind, given: Named & Given): Promise<number> {
  const { row, json, seen } = given;
  await using backend = await session.openBackend();
  const { db, clock } = backend;
  await requireMigrated(db);
  const id = await requireEditedId(db, kind.table, row);
  const before = await read(db, kind, id);
  const version = typeof seen === 'string' ? seen : before.version;
  const edit = readEdit(kind, given, version, (question) => keyOf(before, question));
  const audited = await readAuditedObject(db, kind.action, id);
  await sayingOptions(
    flagsOf(kind),
    async () => await editRow(db, kind.table, id, { ...edit, by: null, now: clock.now() }),
  );
  await noteInAudit(db, kind.action, id, sentBy(kind, edit), audited);
  const after = await read(db, kind, id);
  const { out } = session.terminal;
  if (json === true) printJson(out, jsonOf(kind, after));
  else {
    const changed = Object.keys(after.values).filter(
      (field) => textOf(before, field) !== textOf(after, field),
    );
    const flags = flagsOf(kind);
    const names = changed.map((field) => (flags[field] ?? field).replace('--', ''));
    printLine(out, names.length === 0 ? 'Nothing was different.' : `Changed: ${names.join(', ')}.`);
    printLine(out, tableOf(kind, after));
  }
  return 0;
}

async function read(db: Database, { table }: EditedKind, id: string): Promise<Shown> {
  const state = await readEditState(db, table, id);
  if (state === null) throw invalidOptions('The row was removed meanwhile.');
  const questions = table === 'tickets' ? await questionsOfTicket(db, id) : [];
  return { id, ...state, unanswered: unanswered(questions, answersOf(state)) };
}

/** An attendee's data stay out of the log, which outlives an erasure. */
function sentBy(
  { table }: EditedKind,
  { values, revert }: ReturnType<typeof readEdit>,
): Readonly<Record<string, Json>> {
  const sent = Object.entries(values).map(([field, value]) => [
    field,
    isPersonal(table, field) ? '***' : (value as Json),
  ]);
  return Object.fromEntries([...sent, ...(revert.length > 0 ? [['revert', [...revert]]] : [])]);
}

function answersOf({ values }: Pick<EditState, 'values'>): readonly Answer[] {
  return (values['form_data'] ?? []) as unknown as readonly Answer[];
}

/** @throws invalid `cli.options`: several questions have this label */
function keyOf(shown: Shown, question: string): string {
  const asked = [...answersOf(shown), ...shown.unanswered];
  if (asked.some(({ key }) => key === question)) return question;
  const [found, ...others] = asked.filter(({ label }) => label === question);
  if (others.length > 0)
    throw invalidOptions(`--${ANSWERS}: several questions are called "${question}". Give a key.`);
  return found?.key ?? question;
}

function textOf({ values }: EditState, field: string): string {
  return shownText(values[field] ?? null);
}

function shownText(value: Json): string {
  return value === null ? '–' : typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function jsonOf({ table }: EditedKind, { id, version, values, edits, unanswered: open }: Shown): object {
  return { id, version, ...values, edits, ...(table === 'tickets' && { unanswered: open }) };
}

function tableOf(kind: EditedKind, shown: Shown): string {
  const flags = flagsOf(kind);
  const storeOf = new Map(shown.edits.map(({ field, store }) => [field, store]));
  const rows = Object.entries(shown.values)
    .filter(([field]) => field !== 'form_data')
    .map(([field, value]) => [
      (flags[field] ?? field).replace('--', ''),
      shownText(value),
      storeOf.has(field) ? shownText(storeOf.get(field) ?? null) : '',
    ]);
  const inStore = (storeOf.get('form_data') ?? []) as unknown as readonly Answer[];
  const answers = answersOf(shown).map(({ key, label, value }) => {
    const store = inStore.find((answer) => answer.key === key)?.value ?? '–';
    return [label ?? key, value, storeOf.has('form_data') && store !== value ? store : ''];
  });
  const open = shown.unanswered.map(({ label }) => [label, '–', '']);
  return renderTable(
    ['field', 'here', 'in the store'].map((title) => ({ title })),
    [...rows, ...answers, ...open],
  );
}
