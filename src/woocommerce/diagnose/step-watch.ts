import type { NoticeCode } from '../../kernel/error-catalogue/store-notices.ts';
import { type AppError, toAppError } from '../../kernel/errors.ts';
import type { Hop } from '../connect/connect-step.ts';
import type { DiagnosisStep, DiagnosisStepName } from './diagnosis.ts';

/** Records the steps with their durations. A step has succeeded when the next one begins. */
export class StepWatch {
  readonly #steps: DiagnosisStep[] = [];
  readonly #nowMs: () => number;
  #current: { readonly step: DiagnosisStepName; readonly hop: Hop; readonly sinceMs: number } | null = null;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  get steps(): readonly DiagnosisStep[] {
    return this.#steps;
  }

  begin(step: DiagnosisStepName, hop: Hop): void {
    this.succeed(null);
    this.#current = { step, hop, sinceMs: this.#nowMs() };
  }

  succeed(found: string | null): void {
    this.#end({ status: 'ok', code: null, message: null, found });
  }

  warn(code: NoticeCode, message: string, found: string | null): void {
    this.#end({ status: 'warning', code, message, found });
  }

  /** Records that the current step failed. The hidden parts of `error` stay hidden. */
  fail(thrown: unknown, status: 'failed' | 'warning' = 'failed'): AppError {
    const error = toAppError(thrown);
    this.#end({ status, code: error.code, message: error.message, found: null });
    return error;
  }

  #end(outcome: Pick<DiagnosisStep, 'status' | 'code' | 'message' | 'found'>): void {
    if (this.#current === null) return;
    const { step, hop, sinceMs } = this.#current;
    this.#current = null;
    this.#steps.push({ step, hop, durationMs: Math.round(this.#nowMs() - sinceMs), ...outcome });
  }
}
