import { placesOfRedis } from '../../kernel/addresses/redis-address.ts';
import { isCertificateFault } from '../../kernel/addresses/tls-faults.ts';
import { AppError, isOutOfFiles, toAppError } from '../../kernel/errors.ts';
import { errorOf, type Named, type Sentence, serverAt } from '../../kernel/sentences/sentence.ts';
import { SERVICE_SENTENCES } from '../../kernel/sentences/service-sentences.ts';

const SAYS = SERVICE_SENTENCES;

/** The first word of an error of Redis is its code. */
const BY_REDIS_CODE: Readonly<Record<string, Sentence>> = {
  NOAUTH: SAYS.redisNoPassword,
  WRONGPASS: SAYS.redisWrongPassword,
  NOPERM: SAYS.redisNotAllowed,
  MOVED: SAYS.redisCluster,
  ASK: SAYS.redisCluster,
  CROSSSLOT: SAYS.redisCluster,
  CLUSTERDOWN: SAYS.redisCluster,
  READONLY: SAYS.redisReadOnly,
  OOM: SAYS.redisFull,
};

const BY_ERRNO: Readonly<Record<string, Sentence>> = {
  ECONNREFUSED: SAYS.redisRefused,
  ECONNRESET: SAYS.redisLost,
  EPIPE: SAYS.redisLost,
  ENOTFOUND: SAYS.redisUnknownHost,
};

/** Errors of the client's parser, which have no codes. */
const NO_REDIS = ['Unknown RESP type', 'Protocol error, got'];

/**
 * The client's error for a command without a connection. The error of the connection itself is more specific.
 */
const NO_CONNECTION = ["Stream isn't writeable", 'Connection is closed', 'Reached the max retries'];

/** Whether the error only says that there is no connection, and not why. */
export function saysNoReason(thrown: unknown): boolean {
  return thrown instanceof Error && NO_CONNECTION.some((text) => thrown.message.startsWith(text));
}

/** If another service answered on this port, that answer explains more than the end of the connection. */
export function saysLessThan(earlier: Error | null, error: unknown): boolean {
  return earlier?.name === 'ParserError' && ['ECONNRESET', 'EPIPE'].includes(errnoOf(error));
}

/** Converts an error of the Redis client to one of the queue. */
export function fromQueue(thrown: unknown, url: string): AppError {
  if (thrown instanceof AppError || isOutOfFiles(thrown)) return toAppError(thrown);
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const named: Named = { ...namesOf(url), message, errno: errnoOf(thrown) };
  return errorOf(sentenceFor(thrown), named, { details: { driverMessage: message }, cause: thrown });
}

/** The error of a queue that does not answer at all. */
export function silentQueue(waitedMs: number, url: string): AppError {
  return errorOf(SAYS.queueSilent, { ...namesOf(url), seconds: waitedMs / 1000 });
}

function sentenceFor(thrown: unknown): Sentence {
  if (!(thrown instanceof Error)) return SAYS.queueAway;
  const errno = errnoOf(thrown);
  if (isCertificateFault(errno)) return SAYS.redisTls;
  if (NO_REDIS.some((text) => thrown.message.startsWith(text))) return SAYS.notRedis;
  const code = /^(?:ERR )?([A-Z]{3,})\b/.exec(thrown.message)?.[1] ?? '';
  return BY_ERRNO[errno] ?? BY_REDIS_CODE[code] ?? SAYS.queueAway;
}

function namesOf(url: string): Named {
  const places = placesOfRedis(url);
  const host = places.map((one) => one.host).join(', ');
  const server = places.map((one) => serverAt(one.host, one.port)).join(', ');
  return { host, server, place: `Redis at ${server} (REDIS_URL)` };
}

function errnoOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
}
