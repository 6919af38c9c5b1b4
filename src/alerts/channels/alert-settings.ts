import type { Language } from '../../vocabulary/people.ts';

/** Who is notified, and through which channels. */
export interface AlertSettings {
  /** Null if SMTP_URL is not set; incidents are recorded and shown, and no e-mail is sent. */
  readonly mail: MailSettings | null;
  readonly webhook: WebhookSettings | null;
  /**
   * The address of the panel, without a trailing slash. Null if it is not known: then messages have no link.
   */
  readonly publicUrl: string | null;
  /** The IANA zone of the times in e-mails. */
  readonly timezone: string;
}

export interface MailSettings {
  readonly smtpUrl: string;
  readonly from: string;
  readonly recipients: readonly string[];
  /** The language of recipients whose own language is not known. */
  readonly language: Language;
}

export interface WebhookSettings {
  readonly url: string;
  readonly secret: string;
}
