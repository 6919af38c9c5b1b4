import type { Command } from 'commander';
import { requireMigrated } from '../../../backend/migrate/require-migrated.ts';
import type { AppError } from '../../../kernel/errors.ts';
import { ownCommand } from '../../../kernel/program/own-command.ts';
import { describeOperation, type Operation, readOperation } from '../../../tasks/operation.ts';
import type { Act } from '../../act.ts';
import { statusLines } from '../../output/status-lines.ts';
import { printJson, printLine, styled } from '../../output/terminal.ts';
import type { Session } from '../../session.ts';

interface Options {
  readonly json?: boolean;
}

/** The exit code if the command worked but the operation has problems. */
const NOT_WELL = 1;
const MARKS = { ok: ['green', '✓'], warning: ['yellow', '!'], failed: ['red', '✗'] } as const;

export function addStatus(program: Command, act: Act): void {
  program
    .command('status')
    .description(
      'Show the state of the operation: stores, workers, schedule, queues, configurations, alerts. Changes nothing.',
    )
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      `
Another command checks the installation (settings, key, mail server, clock, disk):
  npm run -s taquilla -- check

Exit codes: 0 healthy, warnings included; 1 not healthy; 75 the backend is not reachable now; 78 it lacks tables, or a setting
must change.`,
    )
    .action(act<Options>(runStatus, { failureAsJson }));
}

async function runStatus(session: Session, { json }: Options): Promise<number> {
  const { out } = session.terminal;
  await using backend = await session.openBackend({ shared: true });
  await requireMigrated(backend.db);
  const carrier = await session.surroundings.openCarrier(backend);
  let operation: Operation;
  try {
    operation = await readOperation({ db: backend.db, now: backend.clock.now, carrier });
  } finally {
    await carrier.close();
  }
  const isWell = operation.reasons.length === 0;
  if (json === true) {
    printJson(out, { ok: isWell, ...describeOperation(operation, session.version), ...namesOf(operation) });
    return isWell ? 0 : NOT_WELL;
  }
  const lines = statusLines(operation, backend.clock.now());
  for (const { status, name, detail } of lines) {
    const [style, mark] = MARKS[status];
    printLine(out, `${styled(style, mark, out)} ${name}: ${detail}`);
  }
  printLine(out, sentenceOf(operation, lines.filter(({ status }) => status === 'warning').length));
  return isWell ? 0 : NOT_WELL;
}

/** Facts that the API does not show to everybody. */
function namesOf({ failing, stale, unverified, undelivered }: Operation) {
  return {
    configurations_in_error: failing,
    configurations_stale: stale,
    configurations_unverified: unverified,
    messages: undelivered.map((one) => ({
      id: one.id,
      channel: one.channel,
      recipient: one.recipient,
      attempts: one.attempts,
      error_code: one.lastError,
      created_at: one.createdAt.toISOString(),
      next_attempt_at: one.nextAttemptAt?.toISOString() ?? null,
    })),
  };
}

function sentenceOf({ reasons }: Operation, warnings: number): string {
  const rest = `Not checked: the installation (${ownCommand('check')}).`;
  if (reasons.length > 0) return `Not healthy: ${reasons.join(', ')}. ${rest}`;
  if (warnings === 0) return `The operation is healthy. ${rest}`;
  return `The operation is healthy, with ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}. ${rest}`;
}

/** A document with the same keys, for a backend that could not be read. */
function failureAsJson({ kind, code, message }: AppError): object {
  return { ok: false, error: { kind, code, message } };
}
