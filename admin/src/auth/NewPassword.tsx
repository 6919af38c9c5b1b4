import { type ReactElement, useState } from 'react';
import { goToScreen, leaveReset, resetToken } from './auth-screen.ts';
import type { AuthTexts } from './auth-texts.ts';
import { PasswordField } from './PasswordField.tsx';
import { confirmReset, useResetOffered } from './recovery.ts';
import { forgetSession } from './session.ts';
import { useArrivalFocus } from './use-arrival-focus.ts';
import { useAuthForm } from './use-auth-form.ts';

/** The form that a link from a password e-mail opens. */
export function NewPassword({ texts }: { readonly texts: AuthTexts }): ReactElement {
  const [ended, setEnded] = useState(resetToken === null);
  const noMail = useResetOffered() === false;
  const element = useArrivalFocus(ended ? 'ended' : 'form');
  const form = useAuthForm(
    texts,
    async (field) => {
      if (field('password') !== field('again')) return form.setFault(texts.not_the_same);
      await confirmReset(resetToken ?? '', field('password'));
      forgetSession();
      leaveReset();
    },
    (error) => {
      setEnded(error.code === 'auth.bad-reset-link');
      return false;
    },
  );
  return (
    <form className="auth-form" noValidate onSubmit={form.onSubmit} ref={element}>
      <h1>{texts.reset_title}</h1>
      <p className="auth-fault" role="alert">
        {form.fault ?? (ended ? texts.link_missing : null)}
      </p>
      {ended && noMail && <p className="auth-hint">{texts.forgot_without_mail}</p>}
      {ended && !noMail && (
        <button type="button" className="button" onClick={() => goToScreen('forgot-password')}>
          {texts.another_link}
        </button>
      )}
      {!ended && (
        <>
          <p className="auth-hint" id="password-hint">
            {texts.reset_hint}
          </p>
          <PasswordField
            texts={texts}
            name="password"
            label={texts.new_password}
            autoComplete="new-password"
            describedBy="password-hint"
          />
          <PasswordField
            texts={texts}
            name="again"
            label={texts.new_password_again}
            autoComplete="new-password"
          />
          <button type="submit" className="button" disabled={form.busy}>
            {form.busy ? texts.submitting : texts.set_password}
          </button>
        </>
      )}
      <button type="button" className="auth-link" onClick={() => goToScreen('sign-in')}>
        {texts.back}
      </button>
    </form>
  );
}
