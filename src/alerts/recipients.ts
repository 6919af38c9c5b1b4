import type { Queryable } from '../backend/database.ts';
import { listAlertedUsers, type Recipient } from '../backend/incidents/message-records.ts';
import type { AlertSettings } from './channels/alert-settings.ts';

/**
 * The current recipients of messages: superusers who have chosen to receive alerts, the addresses of
 * ALERT_EMAILS, and the webhook.
 */
export async function recipientsOf(db: Queryable, settings: AlertSettings): Promise<readonly Recipient[]> {
  const { mail, webhook } = settings;
  const recipients: Recipient[] = [];
  if (mail !== null) {
    const { language } = mail;
    const named = mail.recipients.map((email) => ({ email, language }));
    const known = new Set<string>();
    for (const { email, language: read } of [...(await listAlertedUsers(db)), ...named]) {
      if (known.has(email.toLowerCase())) continue;
      known.add(email.toLowerCase());
      recipients.push({ channel: 'mail', recipient: email, language: read });
    }
  }
  if (webhook !== null) recipients.push({ channel: 'webhook', recipient: 'webhook', language: 'en' });
  return recipients;
}
