import type { Database } from '../backend/database.ts';
import { toAppError } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { oneLine } from '../kernel/log/plain-text.ts';
import type { MessageChannel } from '../vocabulary/alerts.ts';
import type { AlertSettings } from './channels/alert-settings.ts';
import { openMailer } from './channels/mail.ts';
import { postWebhook, testBody } from './channels/webhook.ts';
import { composeTestLetter } from './letters/compose.ts';
import { recipientsOf } from './recipients.ts';

/** The result of a test message to one recipient. */
interface TestedRecipient {
  readonly channel: MessageChannel;
  readonly recipient: string;
  readonly status: 'sent' | 'waiting' | 'given_up';
  readonly error_code: string | null;
  readonly reply: string | null;
}

/**
 * Sends a test message to every current recipient of alerts, through the same channels, and returns each result
 * at once. It does not use the queue, because a missing worker may be the reason why messages do not arrive.
 */
export async function sendTestMessages(
  db: Database,
  settings: AlertSettings,
  now: Date,
): Promise<readonly TestedRecipient[]> {
  const mailer = settings.mail === null ? null : openMailer(settings.mail);
  try {
    const tested: TestedRecipient[] = [];
    for (const { channel, recipient, language } of await recipientsOf(db, settings)) {
      const outcome = await outcomeOf(async () => {
        if (channel === 'mail') {
          await mailer?.send(composeTestLetter(language, settings), recipient, newId(), now);
        } else await postTest(settings, now);
      });
      tested.push({ channel, recipient, ...outcome });
    }
    return tested;
  } finally {
    mailer?.close();
  }
}

async function postTest({ webhook, publicUrl }: AlertSettings, now: Date): Promise<void> {
  if (webhook === null) return;
  const id = newId();
  await postWebhook(webhook, id, testBody(id, publicUrl), now);
}

async function outcomeOf(
  send: () => Promise<void>,
): Promise<Pick<TestedRecipient, 'status' | 'error_code' | 'reply'>> {
  try {
    await send();
    return { status: 'sent', error_code: null, reply: null };
  } catch (thrown) {
    const { code, details } = toAppError(thrown);
    const answer = details['reply'];
    const reply = typeof answer === 'string' || typeof answer === 'number' ? oneLine(String(answer)) : null;
    return { status: 'given_up', error_code: code, reply };
  }
}
