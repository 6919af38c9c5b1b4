import { type Database, inTransaction, type Transaction } from '../backend/database.ts';
import { getIncident, type Incident } from '../backend/incidents/find-incidents.ts';
import {
  holdBack,
  letGo,
  lockDueMessage,
  type Message,
  noteNotSent,
  noteSent,
} from '../backend/incidents/message-records.ts';
import { AppError, toAppError } from '../kernel/errors.ts';
import type { Log } from '../kernel/log/log.ts';
import { oneLine } from '../kernel/log/plain-text.ts';
import { backoffMs } from '../kernel/time/backoff.ts';
import type { AlertSettings } from './channels/alert-settings.ts';
import { type Mailer, openMailer } from './channels/mail.ts';
import { postWebhook, testBody, webhookBody } from './channels/webhook.ts';
import { composeLetter, composeTestLetter } from './letters/compose.ts';

export interface SendDeps {
  readonly db: Database;
  readonly log: Log;
  readonly now: () => Date;
  readonly settings: AlertSettings;
  /**
   * Messages that were delivered while the backend was unreachable, so that it has no record of the delivery.
   * As long as this process lives, it sends none of them twice.
   */
  readonly taken: Set<string>;
}

const LONGEST_WAIT_MS = 3_600_000;
/** A message that could not be delivered within this time is given up. The incident stays open and visible. */
const GIVEN_UP_AFTER_MS = 7 * 24 * LONGEST_WAIT_MS;
/**
 * A test message is given up sooner: the person who requested it is waiting for it, or requests another one.
 */
const TEST_GIVEN_UP_AFTER_MS = LONGEST_WAIT_MS;
const LONGEST_REPLY = 500;

/**
 * Sends the due messages of the outbox one after the other. Each is locked in a transaction, so that two
 * processes never send the same one. After each failed attempt the message waits longer. Returns how many were
 * sent.
 */
export async function sendMessages(deps: SendDeps, signal: AbortSignal): Promise<number> {
  const mailer = deps.settings.mail === null ? null : openMailer(deps.settings.mail);
  try {
    let sent = 0;
    while (!signal.aborted) {
      const went = await inTransaction(deps.db, async (tx) => await sendOne(tx, deps, mailer));
      if (went === null) break;
      // The delivery is committed, so the message cannot be sent again.
      deps.taken.delete(went.id);
      if (went.sent) sent += 1;
    }
    return sent;
  } finally {
    mailer?.close();
  }
}

/** Null if nothing is due. */
async function sendOne(
  tx: Transaction,
  deps: SendDeps,
  mailer: Mailer | null,
): Promise<{ readonly id: string; readonly sent: boolean } | null> {
  const message = await lockDueMessage(tx, deps.now());
  if (message === undefined) return null;
  const { id, about, channel } = message;
  const incident = about === null ? null : await getIncident(tx, about.incidentId);
  try {
    if (!deps.taken.has(id)) await deliver(deps, mailer, message, incident);
  } catch (thrown) {
    await noteFailure(tx, deps, message, toAppError(thrown));
    return { id, sent: false };
  }
  deps.taken.add(id);
  await noteSent(tx, id, deps.now());
  await letGo(tx, channel, 'alert.mail-refused', deps.now());
  return { id, sent: true };
}

async function deliver(
  { settings, now }: SendDeps,
  mailer: Mailer | null,
  { id, about, channel, language, recipient }: Message,
  incident: Incident | null,
): Promise<void> {
  if (channel === 'webhook') {
    if (settings.webhook === null) throw noWay();
    const body =
      incident === null || about === null
        ? testBody(id, settings.publicUrl)
        : webhookBody(incident, { id, event: about.event }, settings.publicUrl);
    return await postWebhook(settings.webhook, id, body, now());
  }
  if (mailer === null) throw noWay();
  const letter =
    incident === null || about === null
      ? composeTestLetter(language, settings)
      : composeLetter(incident, about.event, language, settings);
  await mailer.send(letter, recipient, id, now());
}

/** The channel was configured when the message was written. It may be configured again later. */
export function noWay(): AppError {
  return new AppError({
    code: 'alert.no-way',
    message: 'A message waits for a channel that is no longer configured.',
  });
}

async function noteFailure(
  tx: Transaction,
  { log, now }: SendDeps,
  message: Message,
  error: AppError,
): Promise<void> {
  const at = now();
  const waitMs = backoffMs(message.attempts + 1, Math.random(), LONGEST_WAIT_MS);
  const next = new Date(at.getTime() + waitMs);
  const livesMs = message.about === null ? TEST_GIVEN_UP_AFTER_MS : GIVEN_UP_AFTER_MS;
  const tooOld = at.getTime() - message.createdAt.getTime() > livesMs;
  const why = { code: error.code, reply: replyOf(error) };
  log.warn({ code: error.code, messageId: message.id, ...error.details }, error.message);
  await noteNotSent(tx, message.id, why, tooOld ? null : next, at);
  if (error.code !== 'alert.mail-refused') await holdBack(tx, message.channel, why, next, at);
}

/** The answer of the mail server or of the webhook, as shown to people. */
function replyOf({ details }: AppError): string | null {
  const answer = details['reply'];
  return typeof answer === 'string' ? oneLine(answer).slice(0, LONGEST_REPLY) : null;
}
