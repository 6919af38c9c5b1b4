import type { Database } from '../../backend/database.ts';
import { numberNext } from '../../backend/feed/number-changes.ts';
import {
  type ClaimedDelivery,
  claimDeliveries,
  type Failure,
  noteDelivered,
  noteFailed,
  queueChanges,
  releaseDelivery,
} from '../../backend/outbound/delivery-records.ts';
import { openSigningSecrets, type SigningSecrets } from '../../backend/outbound/endpoint-secrets.ts';
import { AppError, toAppError } from '../../kernel/errors.ts';
import { passPoint } from '../../kernel/failpoint.ts';
import type { Log } from '../../kernel/log/log.ts';
import type { Secret } from '../../kernel/secrets/secret.ts';
import { backoffMs } from '../../kernel/time/backoff.ts';
import type { Loop, Loops } from '../../kernel/time/loops.ts';
import { DELIVERY_RETRIED_DAYS } from '../../vocabulary/outbound.ts';
import { messageBody } from './message-body.ts';
import { type Answer, postEvent } from './post-event.ts';
import { signatures } from './sign.ts';

export interface OutboundDeps {
  readonly db: Database;
  readonly log: Log;
  readonly loops: Loops;
  readonly now: () => Date;
  readonly secretKey: () => Promise<Secret>;
  /** Null: the links in messages are paths. */
  readonly publicUrl: string | null;
}

const PAUSE_MS = 500;
/** Messages to one receiver at the same time, by one process. */
const MOST_AT_ONCE = 8;
const LONGEST_WAIT_MS = 3_600_000;
const RETRIED_MS = DELIVERY_RETRIED_DAYS * 24 * 3_600_000;
/** These answers concern the receiver as a whole. */
const BUSY: ReadonlySet<number> = new Set([429, 502, 503, 504]);
const GONE = 410;

/**
 * Sends changes of the feed to the endpoints for outbound events. Every worker does it, and a claim keeps two of them from
 * sending the same message. A round waits for no receiver: messages are sent beside the rounds, and a slow receiver delays
 * only its own.
 */
export function startOutboundEvents(deps: OutboundDeps): Pick<Loop, 'stop'> {
  const { db, loops, now, secretKey, log } = deps;
  const stopping = new AbortController();
  const underWay = new Map<string, number>();
  const sending = new Set<Promise<void>>();
  const start = (delivery: ClaimedDelivery, secrets: SigningSecrets): void => {
    const { endpointId } = delivery;
    underWay.set(endpointId, (underWay.get(endpointId) ?? 0) + 1);
    const sent = sendOne(deps, delivery, secrets, stopping.signal)
      .catch((error: unknown) =>
        log.warn({ err: error }, 'the result of an outbound event could not be recorded'),
      )
      .finally(() => {
        underWay.set(endpointId, (underWay.get(endpointId) ?? 1) - 1);
        sending.delete(sent);
        if (!stopping.signal.aborted) loop.wake();
      });
    sending.add(sent);
  };
  const loop = loops.start({
    name: 'outbound',
    pauseMs: () => PAUSE_MS,
    round: async () => {
      // Both go on in the next round if much waits.
      await numberNext(db);
      if (await queueChanges(db, now())) loop.wake();
      const claimed = await claimDeliveries(db, now(), underWay, MOST_AT_ONCE);
      if (claimed.length === 0) return;
      passPoint('after deliveries are claimed');
      const secrets = await openSigningSecrets(db, secretKey, now()).catch(async (error: unknown) => {
        for (const { id } of claimed) await releaseDelivery(db, id);
        throw error;
      });
      for (const delivery of claimed) start(delivery, secrets);
    },
  });
  return {
    async stop() {
      stopping.abort();
      await loop.stop();
      await Promise.all(sending);
    },
  };
}

async function sendOne(
  deps: OutboundDeps,
  delivery: ClaimedDelivery,
  secrets: SigningSecrets,
  signal: AbortSignal,
): Promise<void> {
  const { db, now, publicUrl } = deps;
  const { id, url, messageId, change } = delivery;
  const signing = secrets.get(delivery.endpointId);
  // The endpoint was paused or removed in between.
  if (signing === undefined) return await releaseDelivery(db, id);
  if (signing instanceof AppError) return await fail(deps, delivery, notReached(delivery, signing, now()));
  const body = messageBody(change, publicUrl);
  const timestampS = Math.floor(now().getTime() / 1000);
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Taquilla',
    'webhook-id': messageId,
    'webhook-timestamp': String(timestampS),
    'webhook-signature': signatures(signing, { id: messageId, timestampS, body }),
  };
  let answer: Answer;
  try {
    answer = await postEvent(url, headers, body, signal);
  } catch (thrown) {
    if (signal.aborted) return await releaseDelivery(db, id);
    return await fail(deps, delivery, notReached(delivery, toAppError(thrown), now()));
  }
  if (answer.status < 200 || answer.status > 299)
    return await fail(deps, delivery, refusal(delivery, answer, now()));
  passPoint('after a delivery is accepted');
  await noteDelivered(db, delivery, answer.status, now());
}

async function fail({ db, log }: OutboundDeps, delivery: ClaimedDelivery, failure: Failure): Promise<void> {
  log.warn(
    { code: failure.code, endpointId: delivery.endpointId, messageId: delivery.messageId },
    'an outbound event was not accepted',
  );
  await noteFailed(db, delivery, failure);
}

/** When the delivery is tried again; null if its time is over. */
function nextAttempt({ waitingSince }: ClaimedDelivery, now: Date, waitMs: number): Date | null {
  if (now.getTime() - waitingSince.getTime() > RETRIED_MS) return null;
  return new Date(now.getTime() + waitMs);
}

function waitAfter(failures: number, retryAfterS: number | null): number {
  const usualMs = backoffMs(failures, Math.random(), LONGEST_WAIT_MS);
  return Math.min(Math.max(usualMs, (retryAfterS ?? 0) * 1_000), LONGEST_WAIT_MS);
}

function refusal(delivery: ClaimedDelivery, { status, reply, retryAfterS }: Answer, now: Date): Failure {
  const waitMs = waitAfter(delivery.attempts, retryAfterS);
  const heldMs = BUSY.has(status) ? waitAfter(delivery.failures + 1, retryAfterS) : null;
  const ends = status === GONE;
  return {
    code: ends ? 'outbound.gone' : 'outbound.refused',
    status,
    reply,
    nextAttemptAt: ends ? null : nextAttempt(delivery, now, waitMs),
    heldUntil: heldMs === null ? null : new Date(now.getTime() + heldMs),
    ends,
  };
}

function notReached(delivery: ClaimedDelivery, error: AppError, now: Date): Failure {
  const { reply } = error.details;
  return {
    code: error.code,
    status: null,
    reply: typeof reply === 'string' ? reply : null,
    nextAttemptAt: nextAttempt(delivery, now, waitAfter(delivery.attempts, null)),
    heldUntil: new Date(now.getTime() + waitAfter(delivery.failures + 1, null)),
    ends: false,
  };
}
