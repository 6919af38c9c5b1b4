import type { Machine } from '../../src/app/surroundings.ts';
import type { WellWorld } from './well-world.ts';

/** One thing that is broken, and what everybody must say of it. What is not named must go on saying that all is well. */
export interface Breakage {
  readonly what: string;
  readonly break?: (world: WellWorld) => Promise<void>;
  readonly mend?: (world: WellWorld) => Promise<void>;
  /** Settings that `check` runs with. */
  readonly env?: Readonly<Record<string, string>> | ((world: WellWorld) => Promise<Record<string, string>>);
  readonly machine?: Machine;
  /** Its line, and the exit code; 0 is a warning. */
  readonly check?: readonly [line: string, exitCode: number];
  /** Its line. */
  readonly status?: readonly string[];
  /** As in `management/health/`; the command exits with 1 where there are some. */
  readonly reasons?: readonly string[];
  readonly notices?: readonly string[];
  /** What may come beside them while a test looks. */
  readonly mayAlso?: readonly string[];
  /** What `status` ends with where it cannot look. */
  readonly blind?: readonly [code: string, exitCode: number];
  readonly readyz?: { readonly api?: string; readonly worker?: string };
  /** What the overview names below "needs attention"; its card of the system shows the reasons. */
  readonly overview?: readonly string[];
  /** The mail that goes out. */
  readonly subject?: string;
}
