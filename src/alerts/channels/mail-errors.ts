import { isCertificateFault } from '../../kernel/addresses/tls-faults.ts';
import type { AppError } from '../../kernel/errors.ts';
import { errorOf, type Sentence, serverAt } from '../../kernel/sentences/sentence.ts';
import { SERVICE_SENTENCES } from '../../kernel/sentences/service-sentences.ts';

const SAYS = SERVICE_SENTENCES;
const PORTS = { 'smtp:': 587, 'smtps:': 465 } as const;

/** By nodemailer's code. EENVELOPE and EMESSAGE concern one letter, the others the server or the way to it. */
const BY_CODE: Readonly<Record<string, Sentence>> = {
  EENVELOPE: SAYS.mailRefused,
  EMESSAGE: SAYS.mailRefused,
  EDNS: SAYS.mailUnknownHost,
  ENOTFOUND: SAYS.mailUnknownHost,
  EAUTH: SAYS.mailRefusesUser,
  ETLS: SAYS.mailNoTls,
};

/** What nodemailer threw, as ours. */
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

/** The server's own words where it said any, else what went wrong on the way to it. */
function replyOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  return 'response' in thrown && typeof thrown.response === 'string' && thrown.response !== ''
    ? thrown.response
    : thrown.message;
}

function sentenceFor(thrown: unknown, code: string): Sentence {
  const known = BY_CODE[code];
  if (known !== undefined) return known;
  // A fault of the socket comes with a code of nodemailer; what OpenSSL said is in its own.
  const reason = thrown instanceof Error && 'reason' in thrown ? thrown.reason : undefined;
  return reason !== undefined || isCertificateFault(code) ? SAYS.mailNoTls : SAYS.mailServerAway;
}
