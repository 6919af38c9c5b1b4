import { AppError } from '../../../kernel/errors.ts';
import { errorOf, type Sentence, serverAt } from '../../../kernel/sentences/sentence.ts';
import { STORE_SENTENCES } from '../../../kernel/sentences/store-sentences.ts';

const SAYS = STORE_SENTENCES;

/** The SSH host that an error is about. */
export interface SshPlace {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  /** Only used to check whether there is a password. */
  readonly password: unknown;
  readonly privateKey: unknown;
}

/** The target that is reached through the SSH host. */
export interface Behind {
  readonly host: string;
  readonly port: number;
  /** A Unix socket on this host. */
  readonly socket?: string;
}

/**
 * The phase of an SSH connection, because the same error means something else in each phase. `silence`: the
 * other side has sent nothing yet.
 */
export type SshPhase = 'silence' | 'hello' | 'auth' | 'open' | 'forward' | 'socket' | 'exec';

const GONE = ['ECONNRESET', 'EPIPE', 'ECONNABORTED'];
const UNREACHED: Readonly<Record<string, Sentence>> = {
  ENOTFOUND: SAYS.sshUnknownHost,
  EAI_AGAIN: SAYS.sshNoNameServer,
  ECONNREFUSED: SAYS.sshRefused,
  EHOSTUNREACH: SAYS.sshNoRoute,
  ENETUNREACH: SAYS.sshNoRoute,
  EHOSTDOWN: SAYS.sshNoRoute,
  EADDRNOTAVAIL: SAYS.sshNoRoute,
  EACCES: SAYS.sshNoRoute,
  ETIMEDOUT: SAYS.sshNoRoute,
};
// RFC 4254, section 5.1
const ADMINISTRATIVELY_PROHIBITED = 1;
const CONNECT_FAILED = 2;

/** Classifies an error of the SSH library. An unknown one is passed on and becomes a bug. */
export function toSshError(thrown: unknown, phase: SshPhase, at: SshPlace, behind?: Behind): unknown {
  if (thrown instanceof AppError || !(thrown instanceof Error)) return thrown;
  const sentence = sentenceFor(thrown, phase, at);
  if (sentence === null) return thrown;
  const details = { phase, driverMessage: thrown.message };
  if (sentence === SAYS.socketNotForwarded) return socketNotForwarded(at, behind?.socket ?? '', thrown);
  if (sentence === SAYS.notFromThere && behind !== undefined) {
    const server = serverAt(behind.host, behind.port);
    return errorOf(sentence, { server, sshServer: serverAt(at.host, at.port) }, { details, cause: thrown });
  }
  const errno = 'code' in thrown ? String(thrown.code) : '';
  return errorOf(sentence, { ...named(at), errno }, { details, cause: thrown });
}

function sentenceFor(error: Error, phase: SshPhase, at: SshPlace): Sentence | null {
  const level = 'level' in error ? error.level : undefined;
  const code = 'code' in error ? error.code : undefined;
  const reason = 'reason' in error ? error.reason : undefined;
  // For a socket, an SSH host gives the same reason for every failure.
  if (phase === 'socket' && typeof reason === 'number') return SAYS.socketNotForwarded;
  if (reason === ADMINISTRATIVELY_PROHIBITED) {
    return phase === 'exec' ? SAYS.execRefused : SAYS.forwardingRefused;
  }
  if (reason === CONNECT_FAILED) return SAYS.notFromThere;
  if (phase === 'exec') return SAYS.execRefused;
  if (phase === 'forward') return SAYS.forwardingRefused;
  if (level === 'client-authentication') return refusal(at);
  if (level === 'handshake') return SAYS.sshHandshake;
  if (typeof code === 'string' && GONE.includes(code)) return SAYS.sshLost;
  const unreached = typeof code === 'string' ? UNREACHED[code] : undefined;
  if (unreached !== undefined) return phase === 'silence' ? unreached : SAYS.sshLost;
  if (level === 'client-timeout' || level === 'client-socket') return SAYS.sshLost;
  // After too many wrong attempts, the host disconnects in the middle of the authentication.
  if (phase === 'auth' && typeof code === 'number') return refusal(at);
  // A busy SSH server and a broken connection both end without a message.
  if (level === 'protocol') return phase === 'hello' ? SAYS.notSsh : SAYS.sshLost;
  // A number is the SSH host's own reason for the disconnection.
  return typeof code === 'number' ? SAYS.sshLost : null;
}

function socketNotForwarded(at: SshPlace, socket: string, cause: Error): AppError {
  return errorOf(
    SAYS.socketNotForwarded,
    { ...named(at), socket },
    { details: { driverMessage: cause.message }, cause },
  );
}

/** The socket exists and the user may open it, but SSH refuses to forward it. */
export function socketForbidden(at: SshPlace, socket: string, cause: AppError): AppError {
  return errorOf(SAYS.socketForbidden, { ...named(at), socket }, { cause });
}

function refusal({ password, privateKey }: SshPlace): Sentence {
  return password === null && privateKey === null ? SAYS.sshNothingGiven : SAYS.sshAuthFailed;
}

function named({ host, port, username }: SshPlace) {
  return { host, server: serverAt(host, port), user: username };
}

/** There was no answer at all, not even a refusal: a firewall blocks the connection, or the host is off. */
export function noAnswer(timeoutMs: number, { host, port }: Behind): AppError {
  const seconds = timeoutMs / 1000;
  return errorOf(SAYS.noAnswer, { server: serverAt(host, port), seconds }, { details: { timeoutMs } });
}

/** The SSH host accepted the command, but its shell did not run it in time. */
export function slowShell(timeoutMs: number, at: SshPlace): AppError {
  return errorOf(SAYS.slowShell, { ...named(at), seconds: timeoutMs / 1000 }, { details: { timeoutMs } });
}

export function lostSsh(at: SshPlace): AppError {
  return errorOf(SAYS.sshLost, named(at));
}

export function execRefused(output: string, at: SshPlace): AppError {
  return errorOf(SAYS.execRefused, named(at), { details: { driverMessage: output } });
}
