import { createTransport } from 'nodemailer';
import { AppError } from '../kernel/errors.ts';
import type { Letter } from './compose.ts';
import type { MailSettings } from './settings.ts';

const TIMEOUT_MS = 15_000;

/** Sends letters over one SMTP server. */
export interface Mailer {
  /**
   * @param messageId stable for a letter: a server that took it before our commit sees the same one again
   * @throws unavailable `alert.mail-server-away` (the way is closed), `alert.mail-refused` (this letter)
   */
  send(letter: Letter, to: string, messageId: string): Promise<void>;
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
    async send({ subject, text, html }, to, messageId) {
      // an object: a name with a comma must not become a second recipient
      const message = { from, to: { name: '', address: to }, subject, text, html };
      const headers = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' };
      try {
        await transport.sendMail({ ...message, headers, messageId: `<${messageId}@${domain}>` });
      } catch (thrown) {
        throw fromSmtp(thrown);
      }
    },
    close: () => transport.close(),
  };
}

/** Codes of nodemailer that concern one letter; all others concern the server or the way to it. */
const OF_THE_LETTER: ReadonlySet<string> = new Set(['EENVELOPE', 'EMESSAGE']);

/** The server's own words where it said any, else what went wrong on the way to it. */
function replyOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  return 'response' in thrown && typeof thrown.response === 'string' && thrown.response !== ''
    ? thrown.response
    : thrown.message;
}

function fromSmtp(thrown: unknown): AppError {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  const refused = OF_THE_LETTER.has(code);
  return new AppError({
    kind: 'unavailable',
    code: refused ? 'alert.mail-refused' : 'alert.mail-server-away',
    message: refused ? 'The mail server refused a message.' : 'The mail server takes no messages now.',
    details: { told: replyOf(thrown), smtp: code },
    cause: thrown,
  });
}
