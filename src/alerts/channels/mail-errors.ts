import { isCertificateFault } from '../../kernel/addresses/tls-faults.ts';
import type { AppError } from '../../kernel/errors.ts';
import { errorOf, type Sentence, serverAt } from '../../kernel/sentences/sentence.ts';
import { SERVICE_SENTENCES } from '../../kernel/sentences/service-sentences.ts';

const SAYS = SERVICE_SENTENCES;
const PORTS = { 'smtp:': 587, 'smtps:': 465 } as const;

/**
 * By nodemailer's code. EENVELOPE and EMESSAGE concern one e-mail, the other codes the server or the
 * connection to it.
 */
const BY_CODE: Readonly<Record<string, Sentence>> = {
  EENVELOPE: SAYS.mailRefused,
  EMESSAGE: SAYS.mailRefused,
  EDNS: SAYS.mailUnknownHost,
  ENOTFOUND: SAYS.mailUnknownHost,
  EAUTH: SAYS.mailRefusesUser,
  ETLS: SAYS.mailNoTls,
};

/** Turns an error of nodemailer into an AppError. */
export function fromSmtp(
  thrown: unknown,
  { smtpUrl, from }: { readonly smtpUrl: string; readonly from: string },
): AppError {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  const message = (thrown instanceof Error ? thrown.message : String(thrown)).replace(/\.?\s*$/, '');
  const url = new URL(smtpUrl);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? PORTS[url.protocol === 'smtps:' ? 'smtps:' : 'smtp:'] : Number(url.port);
  return errorOf(
    sentenceFor(thrown, code),
    { host, server: serverAt(host, port), from, message },
    { details: { reply: replyOf(thrown), smtp: code }, cause: thrown },
  );
}

/** The server's own message if it sent one, otherwise what went wrong with the connection. */
function replyOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  return 'response' in thrown && typeof thrown.response === 'string' && thrown.response !== ''
    ? thrown.response
    : thrown.message;
}

function sentenceFor(thrown: unknown, code: string): Sentence {
  const known = BY_CODE[code];
  if (known !== undefined) return known;
  // A socket error carries a code of nodemailer. The text of OpenSSL is in the cause of the error.
  const reason = thrown instanceof Error && 'reason' in thrown ? thrown.reason : undefined;
  return reason !== undefined || isCertificateFault(code) ? SAYS.mailNoTls : SAYS.mailServerAway;
}
