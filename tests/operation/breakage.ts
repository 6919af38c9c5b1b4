import type { Machine } from '../../src/app/surroundings.ts';
import type { WellWorld } from './well-world.ts';

/**
 * One broken thing, and what each part of Taquilla must report about it. Everything else must still be reported as
 * healthy.
 */
export interface Breakage {
  readonly what: string;
  readonly break?: (world: WellWorld) => Promise<void>;
  readonly mend?: (world: WellWorld) => Promise<void>;
  /** Settings for `check`. */
  readonly env?: Readonly<Record<string, string>> | ((world: WellWorld) => Promise<Record<string, string>>);
  readonly machine?: Machine;
  /** Its line and its exit code; 0 for a warning. */
  readonly check?: readonly [line: string, exitCode: number];
  /** Its line. */
  readonly status?: readonly string[];
  /** As in `management/health/`; the command exits with 1 if there are any. */
  readonly reasons?: readonly string[];
  readonly notices?: readonly string[];
  /** Other problems that may appear during the test. */
  readonly mayAlso?: readonly string[];
  /** The exit code of `status` if it cannot check. */
  readonly blind?: readonly [code: string, exitCode: number];
  readonly readyz?: { readonly api?: string; readonly worker?: string };
  /** The items of the overview under "needs attention"; its system card shows the reasons. */
  readonly overview?: readonly string[];
  /** The mail that is sent. */
  readonly subject?: string;
}
