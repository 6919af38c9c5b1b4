import { AppError, type ErrorKind } from '../../kernel/errors.ts';
import { toStoreError } from '../store-errors.ts';

interface Verdict {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly message: string;
}

/** Nothing answers at all, not even with a refusal: a firewall, or a host that is off. */
const CONNECT_TIMEOUT: Verdict = {
  kind: 'unavailable',
  code: 'store.connect-timeout',
  message: 'The host did not answer in time: it is off, or a firewall is in the way.',
};
/** Nothing answers at the SSH host and port. */
const SSH_UNREACHABLE: Verdict = {
  kind: 'unavailable',
  code: 'store.ssh-unreachable',
  message: 'The SSH host cannot be reached.',
};
/** The connection to the SSH host was there and is gone. */
const SSH_LOST: Verdict = {
  kind: 'unavailable',
  code: 'store.ssh-lost',
  message: 'The connection to the SSH host was lost.',
};
/** What answers is not SSH: most likely another service's port. */
const NOT_SSH: Verdict = {
  kind: 'config',
  code: 'store.not-ssh',
  message: 'What answers at this host and port is not an SSH server.',
};
/** Both sides know no common way of encrypting. */
const SSH_HANDSHAKE: Verdict = {
  kind: 'config',
  code: 'store.ssh-handshake',
  message: 'The SSH host and Taquilla have no way of encrypting in common: the host is too old.',
};
/** The SSH host refuses this user, password or key. It does not tell which. */
const SSH_AUTH_FAILED: Verdict = {
  kind: 'config',
  code: 'store.ssh-auth-failed',
  message: 'The SSH host refuses this user, password or key.',
};
/** The SSH host lets nobody through to another port. */
const FORWARDING_REFUSED: Verdict = {
  kind: 'config',
  code: 'store.forwarding-refused',
  message: 'The SSH host forbids the forwarding of ports.',
};
/** The SSH host reached nothing at the database's host and port. */
const NOTHING_BEHIND: Verdict = {
  kind: 'unavailable',
  code: 'store.unreachable',
  message: "The store's database cannot be reached from the SSH host.",
};
/** The SSH host runs no commands for this user. */
const EXEC_REFUSED: Verdict = {
  kind: 'config',
  code: 'store.exec-refused',
  message: 'The SSH host runs no commands for this user.',
};

/** How far an SSH connection had come: the same fault means something else at each point. */
export type SshPhase = 'hello' | 'auth' | 'open' | 'forward' | 'exec';

const GONE = ['ECONNRESET', 'EPIPE', 'ECONNABORTED'];
const UNREACHED = [
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'ETIMEDOUT',
];
// RFC 4254, section 5.1
const ADMINISTRATIVELY_PROHIBITED = 1;
const CONNECT_FAILED = 2;

/** What the SSH library threw, as ours; what nobody knows is passed on and becomes a bug. */
export function toSshError(thrown: unknown, phase: SshPhase): unknown {
  if (thrown instanceof AppError || !(thrown instanceof Error)) return thrown;
  const verdict = verdictOf(thrown, phase);
  if (verdict === null) return toStoreError(thrown);
  return new AppError({ ...verdict, details: { phase, told: thrown.message }, cause: thrown });
}

function verdictOf(error: Error, phase: SshPhase): Verdict | null {
  const level = 'level' in error ? error.level : undefined;
  const code = 'code' in error ? error.code : undefined;
  const reason = 'reason' in error ? error.reason : undefined;
  if (reason === ADMINISTRATIVELY_PROHIBITED) return phase === 'exec' ? EXEC_REFUSED : FORWARDING_REFUSED;
  if (reason === CONNECT_FAILED) return NOTHING_BEHIND;
  if (phase === 'exec') return EXEC_REFUSED;
  if (phase === 'forward') return FORWARDING_REFUSED;
  if (level === 'client-authentication') return SSH_AUTH_FAILED;
  if (level === 'handshake') return SSH_HANDSHAKE;
  if (typeof code === 'string' && GONE.includes(code)) return SSH_LOST;
  if (typeof code === 'string' && UNREACHED.includes(code)) {
    return phase === 'hello' ? SSH_UNREACHABLE : SSH_LOST;
  }
  if (level === 'client-timeout' || level === 'client-socket') return SSH_LOST;
  // Too many wrong tries: the host hangs up in the middle of the authentication.
  if (phase === 'auth' && typeof code === 'number') return SSH_AUTH_FAILED;
  if (level === 'protocol') return phase === 'hello' ? NOT_SSH : SSH_LOST;
  return typeof code === 'number' ? SSH_LOST : null;
}

export function connectTimeout(timeoutMs: number): AppError {
  return new AppError({ ...CONNECT_TIMEOUT, details: { timeoutMs } });
}

export function lostSsh(): AppError {
  return new AppError(SSH_LOST);
}

export function execRefused(told: string): AppError {
  return new AppError({ ...EXEC_REFUSED, details: { told } });
}
