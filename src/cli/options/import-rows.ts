import { readFile } from 'node:fs/promises';
import { text as readText } from 'node:stream/consumers';
import type { z } from 'zod';
import { faultsFrom, sayFault } from '../../contract/field-faults.ts';
import { exitCodeOf } from '../../kernel/error-catalogue.ts';
import { type AppError, toAppError } from '../../kernel/errors.ts';
import { type FieldFaults, faultsOf } from '../../kernel/field-faults.ts';
import { reasonOfFile } from '../../platform/folder-error.ts';
import { reportError } from '../output/report-error.ts';
import { printJson, printLine, styled } from '../output/terminal.ts';
import type { Session } from '../session.ts';
import { invalidOptions } from './options.ts';

interface Written {
  readonly id: string;
  readonly outcome: 'created' | 'changed' | 'unchanged';
}

interface Outcome {
  /** The position in the file, counted from 1. */
  readonly row: number;
  readonly name: string | null;
  readonly outcome: Written['outcome'] | 'failed';
  readonly id: string | null;
  readonly code: string | null;
  readonly message: string | null;
}

interface Import<Shape extends z.ZodType> {
  readonly path: string;
  readonly json: boolean;
  /** The schema of one row. */
  readonly shape: Shape;
  /** The key that two rows of a file must not share. */
  readonly keyOf: (row: z.output<Shape>) => string;
  readonly write: (row: z.output<Shape>) => Promise<Written>;
}

/** Errors of Taquilla's own environment, which the next row would cause as well. */
const NOT_OF_THE_ROW = /^(backend|config|secret|internal|machine)\./;

/**
 * Reads a JSON list and writes each of its rows. It reports a row that cannot be written and continues with the
 * next one. Messages repeat nothing from the file except names, because it may contain secrets.
 *
 * @throws invalid `cli.options` if the file cannot be read; an error that ends the import, which with --json is
 *   also the last row
 */
export async function importRows<Shape extends z.ZodType>(
  session: Session,
  { path, json, shape, keyOf, write }: Import<Shape>,
): Promise<number> {
  const rows = await readRows(session, path);
  const outcomes: Outcome[] = [];
  const seen = new Map<string, number>();
  let exitCode = 0;
  for (const [at, given] of rows.entries()) {
    const row = at + 1;
    const name = nameOf(given);
    try {
      const parsed = shape.safeParse(given, { reportInput: true });
      if (!parsed.success) throw invalidOptions(sentenceOf(faultsFrom(parsed.error.issues, 'unknown_field')));
      const before = seen.get(keyOf(parsed.data));
      if (before !== undefined) throw invalidOptions(`Row ${before} has the same key.`);
      seen.set(keyOf(parsed.data), row);
      const written = await write(parsed.data);
      outcomes.push({ row, name, ...written, code: null, message: null });
    } catch (error) {
      const known = toAppError(error);
      const endsAll = known.kind === 'aborted' || NOT_OF_THE_ROW.test(known.code);
      if (endsAll && !json) throw error;
      if (exitCode === 0 || endsAll) exitCode = exitCodeOf(known.code);
      outcomes.push({ row, name, outcome: 'failed', id: null, ...faultOf(known) });
      if (endsAll) {
        // The JSON output includes the rows that were already written, because its reader could not know them
        // otherwise.
        reportError(session.terminal, known, session.log.isLevelEnabled('debug'));
        break;
      }
    }
    if (!json) printOutcome(session, outcomes.at(-1));
  }
  const failed = outcomes.filter(({ outcome }) => outcome === 'failed').length;
  if (json) printJson(session.terminal.out, outcomes);
  else
    printLine(
      session.terminal.out,
      `${outcomes.length - failed} of ${outcomes.length} rows are as the file says.`,
    );
  return exitCode;
}

function printOutcome({ terminal }: Session, outcome: Outcome | undefined): void {
  if (outcome === undefined) return;
  const { row, name, outcome: how, message, code } = outcome;
  const which = `${row}${name === null ? '' : ` "${name}"`}`;
  if (how === 'failed')
    printLine(terminal.err, `${styled('red', `${which}: failed.`, terminal.err)} ${message} (${code})`);
  else printLine(terminal.out, `${which}: ${how}`);
}

async function readRows({ terminal }: Session, path: string): Promise<readonly unknown[]> {
  const text =
    path === '-'
      ? await readText(terminal.in)
      : await readFile(path, 'utf8').catch((error: unknown) => {
          throw invalidOptions(`The file ${path} cannot be read (${reasonOfFile(error)}).`);
        });
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (error) {
    const [, position] = /position (\d+)/.exec(error instanceof Error ? error.message : '') ?? [];
    const line = position === undefined ? '' : `, line ${text.slice(0, Number(position)).split('\n').length}`;
    throw invalidOptions(`The file is not valid JSON${line}.`);
  }
  if (!Array.isArray(given)) throw invalidOptions('The file must be a JSON list of objects.');
  return given;
}

function nameOf(given: unknown): string | null {
  const name = typeof given === 'object' && given !== null && 'name' in given ? given.name : null;
  return typeof name === 'string' ? name.slice(0, 200) : null;
}

/** Adds the row to an API error about a field. */
function faultOf(error: AppError): { readonly code: string; readonly message: string } {
  const { code, message } = error;
  return code === 'http.invalid-request'
    ? { code: 'cli.options', message: sentenceOf(faultsOf(error)) }
    : { code, message };
}

function sentenceOf(faults: FieldFaults): string {
  return Object.entries(faults)
    .map(([field, rules]) => `${field}: ${rules.map((rule) => sayFault(rule, 'en')).join(' ')}`)
    .join(' ');
}
