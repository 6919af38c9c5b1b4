import type { AlertSettings } from '../../src/alerts/channels/alert-settings.ts';
import { NO_ALERTS } from '../tasks/task-world.ts';
import type { MailServer } from './mail-server.ts';
import { readMail } from './read-mail.ts';

/** Settings with which alerts are sent to one person by this server. */
export function mailedBy(mails: MailServer, language: 'en' | 'es' = 'en'): AlertSettings {
  const from = 'Taquilla <taquilla@example.com>';
  return { ...NO_ALERTS, mail: { smtpUrl: mails.url, from, recipients: ['ops@example.com'], language } };
}

export function subjectsOf(mails: MailServer): readonly string[] {
  return mails.received.map(({ raw }) => readMail(raw).headers.get('subject') ?? '');
}
