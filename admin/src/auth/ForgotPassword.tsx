import { type ReactElement, useState } from 'react';
import { goToScreen } from './auth-screen.ts';
import type { AuthTexts } from './auth-texts.ts';
import { requestReset, useResetOffered } from './recovery.ts';
import { useArrivalFocus } from './use-arrival-focus.ts';
import { useAuthForm } from './use-auth-form.ts';

/** Requests an e-mail with a link. The form shows the same reply for every address. */
export function ForgotPassword({ texts }: { readonly texts: AuthTexts }): ReactElement {
  const [answer, setAnswer] = useState<string | null>(null);
  const noMail = useResetOffered() === false;
  const element = useArrivalFocus(answer === null ? 'ask' : 'answer');
  const form = useAuthForm(texts, async (field) => setAnswer(await requestReset(field('email').trim())));
  return (
    <form className="auth-form" noValidate onSubmit={form.onSubmit} ref={element}>
      <h1>{texts.forgot_title}</h1>
      <p className="auth-fault" role="alert">
        {form.fault}
      </p>
      <div role="status">
        {noMail && <p className="auth-note">{texts.forgot_without_mail}</p>}
        {answer !== null && (
          <>
            <p className="auth-note">{answer}</p>
            <p className="auth-hint">{texts.forgot_no_mail}</p>
          </>
        )}
      </div>
      {answer === null && !noMail && (
        <>
          <p className="auth-hint">{texts.forgot_hint}</p>
          <label htmlFor="email">{texts.email}</label>
          <input id="email" name="email" type="email" autoComplete="username" required maxLength={254} />
          <button type="submit" className="button" disabled={form.busy}>
            {form.busy ? texts.submitting : texts.send_link}
          </button>
        </>
      )}
      <button type="button" className="auth-link" onClick={() => goToScreen('sign-in')}>
        {texts.back}
      </button>
    </form>
  );
}
