import { exitCodeOf } from '../../../kernel/error-catalogue.ts';
import { type AppError, throwIfAborted, toAppError } from '../../../kernel/errors.ts';
import { reportError } from '../../output/report-error.ts';
import { printJson, printLine, styled } from '../../output/terminal.ts';
import type { Session } from '../../session.ts';

/** The result of a check; a warning asks for a person's attention but does not fail the command. */
export type Found = string | { readonly warning: string };
/** Checks one thing and prints the result. False if the check failed. */
export type Look = (name: string, work: () => Promise<Found> | Found) => Promise<boolean>;

interface Outcome {
  readonly name: string;
  readonly status: 'ok' | 'warning' | 'failed';
  readonly detail: string;
  readonly error: AppError | null;
}

const MARKS = { ok: ['green', '✓'], warning: ['yellow', '!'], failed: ['red', '✗'] } as const;

/** The checks of one run of `check`, in their order. */
export interface Looks {
  readonly look: Look;
  /** Records a check that this run skips. */
  leaveOut(what: string): void;
  /** Prints the summary and returns the exit code. */
  sumUp(): number;
}

export function startLooks(session: Session, asJson: boolean): Looks {
  const { out } = session.terminal;
  const outcomes: Outcome[] = [];
  const leftOut: string[] = [];
  return {
    async look(name, work) {
      throwIfAborted(session.stop);
      const outcome = await outcomeOf(name, work);
      outcomes.push(outcome);
      if (!asJson) {
        const [style, mark] = MARKS[outcome.status];
        printLine(out, `${styled(style, mark, out)} ${name}: ${outcome.detail}`);
      }
      return outcome.status !== 'failed';
    },
    leaveOut: (what) => void leftOut.push(what),
    sumUp() {
      const failed = outcomes.filter(({ status }) => status === 'failed');
      if (asJson) {
        const checks = outcomes.map(({ name, status, detail, error }) => ({
          name,
          ok: status !== 'failed',
          status,
          detail,
          code: error?.code ?? null,
        }));
        printJson(out, { ok: failed.length === 0, checks, not_looked_at: leftOut });
      } else printLine(out, `${sentenceOf(outcomes)} Not checked: ${leftOut.join('; ')}.`);
      const first = failed[0]?.error ?? null;
      if (first === null) return 0;
      return session.log.isLevelEnabled('debug')
        ? reportError(session.terminal, first, true)
        : exitCodeOf(first.code);
    },
  };
}

function sentenceOf(outcomes: readonly Outcome[]): string {
  const count = (wanted: Outcome['status']): number =>
    outcomes.filter(({ status }) => status === wanted).length;
  const [failed, warnings] = [count('failed'), count('warning')];
  if (failed > 0) return `Not healthy: ${failed} of ${outcomes.length} checks failed.`;
  if (warnings === 0) return 'The installation is healthy.';
  return `The installation is healthy, with ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}.`;
}

async function outcomeOf(name: string, work: () => Promise<Found> | Found): Promise<Outcome> {
  try {
    const found = await work();
    if (typeof found === 'string') return { name, status: 'ok', detail: found, error: null };
    return { name, status: 'warning', detail: found.warning, error: null };
  } catch (thrown) {
    const error = toAppError(thrown);
    if (error.kind === 'aborted') throw error;
    return { name, status: 'failed', detail: `${error.message} (${error.code})`, error };
  }
}
