import { writeAudit } from '../../../backend/audit/audit-records.ts';
import { inTransaction } from '../../../backend/database.ts';
import { requestResetMail } from '../../../backend/users/account-mail-records.ts';
import { findPasswordReset, takePasswordReset } from '../../../backend/users/password-reset-records.ts';
import { resetPassword } from '../../../backend/users/reset-password.ts';
import { notifyOfWork } from '../../../backend/work-notice.ts';
import {
  authOptionsShape,
  resetConfirmation,
  resetRequest,
  resetRequestReply,
} from '../../../contract/access/account.ts';
import { AppError } from '../../../kernel/errors.ts';
import { digestOfToken } from '../../../kernel/secrets/opaque-token.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { entryOf } from '../../audit/audit.ts';
import { networkOf } from '../../auth/network-of.ts';
import { hashNewPassword } from '../../auth/new-password.ts';
import { defineEndpoint, type Endpoint } from '../../endpoints/endpoint.ts';
import { languageAsked } from '../../errors/language.ts';

const AUTH = '/api/v1/auth/';

const NO_MAIL = {
  en: 'This service sends no e-mail. Ask an administrator for a new password.',
  es: 'Este servicio no envía correos. Pida una contraseña nueva a un administrador.',
} as const;

const ANSWER = {
  en: 'If an account has this address, an e-mail with a link is on its way. The link works for 30 minutes.',
  es: 'Si hay una cuenta con esta dirección, va en camino un correo con un enlace. El enlace sirve durante 30 minutos.',
} as const;

/** The operations behind "I forgot my password", for people who are not signed in. */
export function accountRecoveryEndpoints(deps: ApiDeps): readonly Endpoint[] {
  const { db, now, publicUrl, sendsMail } = deps;
  return [
    defineEndpoint({
      method: 'GET',
      path: `${AUTH}options/`,
      name: 'session.options',
      summary: 'The options of the sign-in page.',
      access: 'public',
      reply: authOptionsShape,
      handle: async () => ({ password_reset: sendsMail && publicUrl !== null }),
    }),
    defineEndpoint({
      method: 'POST',
      path: `${AUTH}password-reset/`,
      name: 'account.password-reset-requested',
      summary: 'Request an e-mail with a link for a new password. The answer is the same for every address.',
      access: 'public',
      unaudited: true,
      status: 202,
      body: resetRequest,
      reply: resetRequestReply,
      async handle({ body, request }) {
        if (!sendsMail || publicUrl === null) return { detail: NO_MAIL[languageAsked(request)] };
        // This request looks up no account. The worker that sends the e-mail does.
        await inTransaction(db, async (tx) => {
          const address = networkOf(request.ip);
          const asked = { email: body.email, publicUrl, address, now: now() };
          if (!(await requestResetMail(tx, asked))) return;
          await writeAudit(tx, entryOf(request, 'account.password-reset-requested', null));
          await notifyOfWork(tx);
        });
        return { detail: ANSWER[languageAsked(request)] };
      },
    }),
    defineEndpoint({
      method: 'POST',
      path: `${AUTH}password-reset/confirm/`,
      name: 'account.password-reset',
      summary:
        'Set a new password with the token of such a link. Ends all sessions and API tokens of the user.',
      access: 'public',
      unaudited: true,
      status: 204,
      body: resetConfirmation,
      async handle({ body, request }) {
        const digest = digestOfToken(body.token);
        const user = await findPasswordReset(db, digest, now());
        if (user === null) throw badLink();
        const passwordHash = await hashNewPassword(body.password, user.email);
        await inTransaction(db, async (tx) => {
          if (!(await takePasswordReset(tx, user.id, digest, now()))) throw badLink();
          await resetPassword(tx, user, passwordHash, { publicUrl, now: now() });
          const entry = entryOf(request, 'account.password-reset', user.id);
          await writeAudit(tx, { ...entry, userId: user.id, userEmail: user.email });
          await notifyOfWork(tx);
        });
      },
    }),
  ];
}

function badLink(): AppError {
  return new AppError({
    code: 'auth.bad-reset-link',
    message: 'This link no longer works: it was used, it has expired, or you requested another one.',
  });
}
