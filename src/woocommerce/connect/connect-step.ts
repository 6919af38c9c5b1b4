/** The steps on the way to a store's database, in the order in which they are taken. */
export const CONNECT_STEPS = [
  'name',
  'tcp',
  'socket',
  'ssh-hello',
  'ssh-auth',
  'forward',
  'exec',
  'mysql-login',
] as const;
type ConnectStep = (typeof CONNECT_STEPS)[number];

/** Which host a step concerns: the first SSH host of two, the SSH host, the database's. */
export type Hop = 'jump' | 'ssh' | 'mysql';

/** Whoever follows the way to a store. */
export interface Follower {
  /** A step begins; the one before has succeeded. */
  readonly onStep: (step: ConnectStep, hop: Hop) => void;
  /** The step did not succeed, and another way is tried. */
  readonly onDetour: (error: unknown) => void;
}

/** What one attempt to get somewhere is bound by, and whom it tells. */
export interface ConnectAttempt extends Follower {
  readonly signal: AbortSignal;
}

export function quietAttempt(signal: AbortSignal): ConnectAttempt {
  return { signal, onStep: () => undefined, onDetour: () => undefined };
}
