import type { Language } from '../../vocabulary/people.ts';

/** Who is notified, and by which ways. */
export interface AlertSettings {
  /** null: no SMTP_URL; incidents are recorded and shown, no mail is sent. */
  readonly mail: MailSettings | null;
  readonly webhook: WebhookSettings | null;
  /** Where people find the panel, without a slash at its end; null: messages carry no link. */
  readonly publicUrl: string | null;
  /** IANA zone of times in mails. */
  readonly timezone: string;
}

export interface MailSettings {
  readonly smtpUrl: string;
  readonly from: string;
  readonly recipients: readonly string[];
  /** The language of those whose own is not known. */
  readonly language: Language;
}

export interface WebhookSettings {
  readonly url: string;
  readonly secret: string;
}
