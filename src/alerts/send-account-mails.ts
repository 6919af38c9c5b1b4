import { inTransaction } from '../backend/database.ts';
import {
  type AccountMail,
  type AccountMailKind,
  claimAccountMail,
  holdAccountMailsBack,
  noteAccountMailNotSent,
  noteAccountMailSent,
} from '../backend/users/account-mail-records.ts';
import {
  lockMailedUser,
  putPasswordReset,
  RESET_LINK_LIFE_MS,
} from '../backend/users/password-reset-records.ts';
import { PANEL_PATH, resetLink } from '../kernel/addresses/panel-address.ts';
import { type AppError, toAppError } from '../kernel/errors.ts';
import { digestOfToken, newOpaqueToken } from '../kernel/secrets/opaque-token.ts';
import { backoffMs } from '../kernel/time/backoff.ts';
import type { Language } from '../vocabulary/people.ts';
import { type Mailer, openMailer } from './channels/mail.ts';
import { ACCOUNT_WORDS } from './letters/account-words.ts';
import type { Letter } from './letters/compose.ts';
import { type LetterParts, renderText } from './letters/compose.ts';
import { renderHtml } from './letters/render-html.ts';
import { noWay, type SendDeps } from './send-messages.ts';

/** A link is useless after its lifetime. The other e-mails are still useful a day later. */
const OTHERS_GIVEN_UP_AFTER_MS = 24 * 3_600_000;
const LONGEST_WAIT_MS = 600_000;

interface Addressed {
  readonly to: string;
  readonly letter: Letter;
}

/** Sends the e-mails about accounts that are due, the oldest first. Returns how many it sent. */
export async function sendAccountMails(deps: SendDeps, signal: AbortSignal): Promise<number> {
  const mailer = deps.settings.mail === null ? null : openMailer(deps.settings.mail);
  try {
    let sent = 0;
    while (!signal.aborted) {
      const mail = await claimAccountMail(deps.db, deps.now());
      if (mail === null) break;
      if (await sendOne(deps, mailer, mail)) sent += 1;
    }
    return sent;
  } finally {
    mailer?.close();
  }
}

async function sendOne(deps: SendDeps, mailer: Mailer | null, mail: AccountMail): Promise<boolean> {
  const { db, now, taken } = deps;
  if (!taken.has(mail.id) && !(await deliver(deps, mailer, mail))) return false;
  taken.add(mail.id);
  await noteAccountMailSent(db, mail.id, now());
  taken.delete(mail.id);
  return true;
}

/** False if it was not sent, and its row says why. */
async function deliver(deps: SendDeps, mailer: Mailer | null, mail: AccountMail): Promise<boolean> {
  const { db, now } = deps;
  if (mailer === null) return await noteFailure(deps, mail, noWay());
  const addressed = await address(deps, mail);
  if (addressed === null) {
    await noteAccountMailNotSent(db, mail.id, 'no such account', null, now());
    return false;
  }
  try {
    // Each attempt has its own link, so it is a separate e-mail.
    await mailer.send(addressed.letter, addressed.to, `${mail.id}.${mail.attempts}`, now());
    return true;
  } catch (thrown) {
    return await noteFailure(deps, mail, toAppError(thrown));
  }
}

/**
 * The recipient and the text of an e-mail. Null if there is no such account, or it is deactivated. The link is
 * created here, because only the e-mail contains its token: the database has only the digest.
 */
async function address({ db, now }: SendDeps, mail: AccountMail): Promise<Addressed | null> {
  const { kind, publicUrl } = mail;
  return await inTransaction(db, async (tx) => {
    const user = await lockMailedUser(tx, mail.email);
    if (user === null) return null;
    const { email, language } = user;
    const addressed = (url: string | null): Addressed => ({
      to: email,
      letter: composeAccountLetter(kind, language, email, url),
    });
    if (kind !== 'password_reset') return addressed(publicUrl === null ? null : `${publicUrl}${PANEL_PATH}`);
    if (user.disabled || publicUrl === null) return null;
    const token = newOpaqueToken('');
    await putPasswordReset(tx, user.id, digestOfToken(token), now());
    return addressed(resetLink(publicUrl, token));
  });
}

async function noteFailure({ db, log, now }: SendDeps, mail: AccountMail, error: AppError): Promise<false> {
  const at = now();
  log.warn({ code: error.code, mailId: mail.id, ...error.details }, error.message);
  const next = new Date(at.getTime() + backoffMs(mail.attempts, Math.random(), LONGEST_WAIT_MS));
  const livesMs = mail.kind === 'password_reset' ? RESET_LINK_LIFE_MS : OTHERS_GIVEN_UP_AFTER_MS;
  const noMail = error.code === 'alert.no-way';
  const over = noMail || next.getTime() - mail.requestedAt.getTime() > livesMs;
  await noteAccountMailNotSent(db, mail.id, error.code, over ? null : next, at);
  // The mail server is unreachable, so the other e-mails would fail as well.
  if (!noMail && error.code !== 'alert.mail-refused') await holdAccountMailsBack(db, next, at);
  return false;
}

/**
 * Composes an e-mail about the recipient's own account. `url` is the address of the link; null if the e-mail
 * has no link.
 */
function composeAccountLetter(
  kind: AccountMailKind,
  language: Language,
  email: string,
  url: string | null,
): Letter {
  const words = ACCOUNT_WORDS[language];
  const { title, lines, otherwise, link } = words.kinds[kind];
  const parts: LetterParts = {
    language,
    event: 'account',
    title,
    paragraphs: [
      { heading: words.whatHappened, lines: [...lines, `${words.account}: ${email}`] },
      { heading: words.notYou, lines: [otherwise] },
    ],
    link: url === null ? null : { label: link, url },
    signature: words.signature,
  };
  return { subject: `[Taquilla] ${title}`, text: renderText(parts), html: renderHtml(parts) };
}
