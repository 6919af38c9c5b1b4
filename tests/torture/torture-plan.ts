/** The carrier of the work: a queue in Redis, tables in PostgreSQL, or one process on the bundled PostgreSQL. */
type Setting = 'redis' | 'postgres' | 'one process';

/** One torture run, as its table names it: the same seed makes the same choices. */
export interface TorturePlan {
  readonly seed: number;
  readonly setting: Setting;
  /** null for the short form, which ends after a number of faults. */
  readonly minutes: number | null;
  /** Faults of each kind of place in the short form. */
  readonly rounds: number;
  readonly orders: number;
  /** Scans in progress at once. 40 are as many as 20 a second that take two seconds each. */
  readonly scanners: number;
  /** The duration of a fault. */
  readonly faultSeconds: readonly [shortest: number, longest: number];
  readonly freezeSeconds: readonly [shortest: number, longest: number];
  readonly pauseSeconds: number;
}

const SHORT = {
  minutes: null,
  rounds: 3,
  orders: 150,
  scanners: 4,
  faultSeconds: [2, 5],
  freezeSeconds: [3, 8],
  pauseSeconds: 1,
} as const;
const LONG = {
  rounds: Number.POSITIVE_INFINITY,
  orders: 1_200,
  scanners: 40,
  faultSeconds: [3, 45],
  freezeSeconds: [20, 180],
  pauseSeconds: 4,
} as const;

/** The plans in the environment: `npm run test:torture` sets it from its options. */
export function plansOf(env: Readonly<Record<string, string | undefined>>): readonly TorturePlan[] {
  const minutes = env['TORTURE_MINUTES'];
  const seed = Number(env['TORTURE_SEED'] ?? 1);
  const form = minutes === undefined ? SHORT : { ...LONG, minutes: Number(minutes) };
  return settingsOf(env).map((setting) => ({ ...form, seed, setting }));
}

function settingsOf(env: Readonly<Record<string, string | undefined>>): readonly Setting[] {
  if (env['TORTURE_ONE_PROCESS'] !== undefined) return ['one process'];
  const carrier = env['TORTURE_CARRIER'];
  if (carrier === 'redis' || carrier === 'postgres') return [carrier];
  return env['TORTURE_MINUTES'] === undefined ? ['redis', 'postgres', 'one process'] : ['redis', 'postgres'];
}
