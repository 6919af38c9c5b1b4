/** The steps of connecting to a store's database, in order. */
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

/** The host that a step concerns: the first of two SSH hosts, the SSH host, or that of the database. */
export type Hop = 'jump' | 'ssh' | 'mysql';

/** Receives the steps of connecting to a store. */
export interface Follower {
  /** A step begins, which means that the one before has succeeded. */
  readonly onStep: (step: ConnectStep, hop: Hop) => void;
  /** The step did not succeed, and another transport is tried. */
  readonly onDetour: (error: unknown) => void;
}

/** One attempt to connect: the signal that stops it, and the receiver of its steps. */
export interface ConnectAttempt extends Follower {
  readonly signal: AbortSignal;
}

export function quietAttempt(signal: AbortSignal): ConnectAttempt {
  return { signal, onStep: () => undefined, onDetour: () => undefined };
}
