import { createTransport } from 'nodemailer';
import { withDeadline } from '../../kernel/time/deadline.ts';
import type { Letter } from '../letters/compose.ts';
import type { MailSettings } from './alert-settings.ts';
import { fromSmtp } from './mail-errors.ts';

const TIMEOUT_MS = 15_000;
/** For a whole letter: a server that says something now and then would keep it under way for ever. */
const LETTER_MS = 45_000;

/** Sends letters over one SMTP server. */
export interface Mailer {
  /**
   * @param messageId stable for a letter: a server that took it before our commit sees the same one again
   * @param at what the letter is dated with
   * @throws unavailable `alert.mail-server-away` (the way is closed), `alert.mail-refused` (this letter)
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
      // an object: a name with a comma must not become a second recipient
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
