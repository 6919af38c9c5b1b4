import { type ReactElement, useState } from 'react';
import { goToScreen, leaveReset, resetToken } from './gate-screen.ts';
import type { GateTexts } from './gate-texts.ts';
import { PasswordField } from './PasswordField.tsx';
import { confirmReset, useResetOffered } from './recovery.ts';
import { forgetSession } from './session.ts';
import { useArrivalFocus } from './use-arrival-focus.ts';
import { useGateForm } from './use-gate-form.ts';

/** Where the link of a mail leads. */
export function NewPassword({ texts }: { readonly texts: GateTexts }): ReactElement {
  const [ended, setEnded] = useState(resetToken === null);
  const noMail = useResetOffered() === false;
  const element = useArrivalFocus(ended ? 'ended' : 'form');
  const form = useGateForm(
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
    <form className="gate-form" noValidate onSubmit={form.onSubmit} ref={element}>
      <h1>{texts.reset_title}</h1>
      <p className="gate-fault" role="alert">
        {form.fault ?? (ended ? texts.link_missing : null)}
      </p>
      {ended && noMail && <p className="gate-hint">{texts.forgot_without_mail}</p>}
      {ended && !noMail && (
        <button type="button" className="button" onClick={() => goToScreen('forgot-password')}>
          {texts.another_link}
        </button>
      )}
      {!ended && (
        <>
          <p className="gate-hint" id="password-hint">
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
      <button type="button" className="gate-link" onClick={() => goToScreen('sign-in')}>
        {texts.back}
      </button>
    </form>
  );
}
