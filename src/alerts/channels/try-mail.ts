import { createTransport } from 'nodemailer';
import { placeOf } from '../../kernel/addresses/url-place.ts';
import { AppError } from '../../kernel/errors.ts';

const TIMEOUT_MS = 10_000;

/**
 * Greets the mail server and signs in, as sending does, and sends nothing. Whether the server accepts our
 * sender and recipients is only known once a message is sent.
 *
 * @throws unavailable `alert.mail-server-away`; config `alert.mail-sign-in-refused`
 */
export async function tryMail(smtpUrl: string): Promise<void> {
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.verify();
  } catch (thrown) {
    throw fromVerify(thrown, placeOf(smtpUrl));
  } finally {
    transport.close();
  }
}

function fromVerify(thrown: unknown, place: string): AppError {
  const details = { reply: thrown instanceof Error ? thrown.message : String(thrown) };
  const code = propertyOf(thrown, 'code');
  if (code === 'EAUTH') {
    return new AppError({
      code: 'alert.mail-sign-in-refused',
      message: `The mail server at ${place} refuses the user or the password in SMTP_URL.`,
      details,
      cause: thrown,
    });
  }
  const answer = /^\d{3}/.exec(propertyOf(thrown, 'response'))?.[0];
  return new AppError({
    code: 'alert.mail-server-away',
    message:
      answer === undefined
        ? `The mail server at ${place} cannot be reached.`
        : `The mail server at ${place} accepts no messages: it answers ${answer}.`,
    details,
    cause: thrown,
  });
}

/** The text of this property; empty if there is none. */
function propertyOf(thrown: unknown, name: 'code' | 'response'): string {
  const value: unknown = thrown instanceof Error ? Reflect.get(thrown, name) : undefined;
  return typeof value === 'string' ? value : '';
}
