import { createTransport } from 'nodemailer';
import { withDeadline } from '../../kernel/time/deadline.ts';
import type { Letter } from '../letters/compose.ts';
import type { MailSettings } from './alert-settings.ts';
import { fromSmtp } from './mail-errors.ts';

const TIMEOUT_MS = 15_000;
/**
 * The time limit of a whole e-mail: a server that sends a byte now and then would otherwise delay it for ever.
 */
const LETTER_MS = 45_000;

/** Sends e-mails through one SMTP server. */
export interface Mailer {
  /**
   * @param messageId the same for each attempt, so that a server that accepted the e-mail before our commit
   * recognises the repetition
   * @param at the date of the e-mail
   * @throws unavailable `alert.mail-server-away` (the server cannot be used), `alert.mail-refused` (it
   * refused this e-mail)
   */
  send(letter: Letter, to: string, messageId: string, at: Date): Promise<void>;
  close(): void;
}

export function openMailer({ smtpUrl, from }: MailSettings): Mailer {
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = /@([^>\s]+)/.exec(from)?.[1] ?? 'taquilla.invalid';
  return {
    async send({ subject, text, html }, to, messageId, date) {
      // An object, because a comma in the name must not create a second recipient.
      const message = { from, to: { name: '', address: to }, subject, text, html, date };
      const headers = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' };
      try {
        const sending = transport.sendMail({ ...message, headers, messageId: `<${messageId}@${domain}>` });
        await withDeadline(sending, LETTER_MS, tooSlow);
      } catch (thrown) {
        throw fromSmtp(thrown, { smtpUrl, from });
      }
    },
    close: () => transport.close(),
  };
}

function tooSlow(): Error {
  return new Error(`the letter was not taken within ${LETTER_MS / 1000} s`);
}
