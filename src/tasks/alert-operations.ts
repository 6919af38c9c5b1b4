import type { AlertSettings } from '../alerts/channels/alert-settings.ts';
import { WORDS } from '../alerts/letters/words.ts';
import { recipientsOf } from '../alerts/recipients.ts';
import { type Database, inTransaction } from '../backend/database.ts';
import { type Delivery, listTestDeliveries } from '../backend/incidents/delivery-list.ts';
import { putTestMessages } from '../backend/incidents/message-records.ts';
import { notifyOfWork } from '../backend/work-notice.ts';
import { AppError } from '../kernel/errors.ts';
import type { AlertKind, MessageChannel } from '../vocabulary/alerts.ts';
import type { Language } from '../vocabulary/people.ts';

/** The present channels and recipients of alerts. */
interface AlertChannels {
  /** Null if SMTP_URL is not set. */
  readonly mail: { readonly from: string; readonly recipients: readonly string[] } | null;
  /** The webhook; null if ALERT_WEBHOOK_URL is not set. The rest of the address may be a secret. */
  readonly webhook: { readonly host: string } | null;
}

/** What people may see and request about alerts, over HTTP and on the command line. */
export interface AlertOperations {
  /** The meaning and the remedy of an incident, as in the e-mails. */
  words(kind: AlertKind, language: Language): { readonly means: string; readonly todo: string };
  channels(): Promise<AlertChannels>;
  /**
   * Adds a test message for each recipient of a channel to the outbox. It is sent like every alert.
   *
   * @throws conflict `alert.channel-off`, config `alert.no-recipients`
   */
  sendTest(channel: MessageChannel): Promise<void>;
  /** The results of test messages, the newest first. */
  listTests(limit: number): Promise<readonly Delivery[]>;
}

export function createAlertOperations(
  db: Database,
  settings: AlertSettings,
  now: () => Date,
): AlertOperations {
  return {
    words(kind, language) {
      const { happened, todo } = WORDS[language].kinds[kind];
      return { means: happened, todo };
    },
    async channels() {
      const { mail, webhook } = settings;
      const all = await recipientsOf(db, settings);
      const recipients = all.flatMap((one) => (one.channel === 'mail' ? [one.recipient] : []));
      return {
        mail: mail === null ? null : { from: mail.from, recipients },
        webhook: webhook === null ? null : { host: new URL(webhook.url).host },
      };
    },
    async sendTest(channel) {
      if (settings[channel] === null) throw channelOff(channel);
      await inTransaction(db, async (tx) => {
        const all = await recipientsOf(tx, settings);
        const recipients = all.filter((one) => one.channel === channel);
        if (recipients.length === 0) throw noRecipients();
        await putTestMessages(tx, channel, recipients, now());
        await notifyOfWork(tx);
      });
    },
    listTests: async (limit) => await listTestDeliveries(db, limit),
  };
}

function channelOff(channel: MessageChannel): AppError {
  const setting = channel === 'mail' ? 'SMTP_URL' : 'ALERT_WEBHOOK_URL';
  return new AppError({
    code: 'alert.channel-off',
    message: `${setting} is not set, so nothing can be sent this way.`,
    details: { setting },
  });
}

function noRecipients(): AppError {
  return new AppError({
    code: 'alert.no-recipients',
    message: 'Alerts have no recipient by mail: set ALERT_EMAILS, or switch alerts on for a superuser.',
  });
}
