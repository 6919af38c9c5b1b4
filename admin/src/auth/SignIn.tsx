import { type ReactElement, useEffect, useRef, useState } from 'react';
import { goToScreen, hasSetPassword } from './auth-screen.ts';
import type { AuthTexts } from './auth-texts.ts';
import { PasswordField } from './PasswordField.tsx';
import { useResetOffered } from './recovery.ts';
import { signIn } from './session.ts';
import { useArrivalFocus } from './use-arrival-focus.ts';
import { useAuthForm } from './use-auth-form.ts';

interface SignInProps {
  readonly texts: AuthTexts;
  readonly expired: boolean;
}

/**
 * Asks for e-mail address and password, and then for a code from users with two-step sign-in. Both steps are
 * one form.
 */
export function SignIn({ texts, expired }: SignInProps): ReactElement {
  const [asksCode, setAsksCode] = useState(false);
  const offersReset = useResetOffered();
  const password = useRef<HTMLInputElement>(null);
  const code = useRef<HTMLInputElement>(null);
  const form = useAuthForm(
    texts,
    async (field) => await signIn(field('email'), field('password'), asksCode ? field('code') : null),
    (error) => {
      if (error.code === 'auth.second-factor-needed') {
        setAsksCode(true);
        return true;
      }
      if (error.code !== 'auth.wrong-code') setAsksCode(false);
      (asksCode ? code : password).current?.select();
      return false;
    },
  );
  const element = useArrivalFocus('sign-in');
  useEffect(() => {
    if (asksCode) code.current?.focus();
  }, [asksCode]);
  const note = hasSetPassword() ? texts.password_set : expired ? texts.expired : null;

  return (
    <form className="auth-form" noValidate onSubmit={form.onSubmit} ref={element}>
      <h1>{asksCode ? texts.code_title : texts.title}</h1>
      {note !== null && form.fault === null && !asksCode && (
        <p className="auth-note" role="status">
          {note}
        </p>
      )}
      <p className="auth-fault" role="alert">
        {form.fault}
      </p>
      <div hidden={asksCode}>
        <label htmlFor="email">{texts.email}</label>
        <input id="email" name="email" type="email" autoComplete="username" required maxLength={254} />
        <PasswordField
          texts={texts}
          name="password"
          label={texts.password}
          autoComplete="current-password"
          inputRef={password}
        />
      </div>
      {asksCode && (
        <>
          <p className="auth-hint" id="code-hint">
            {texts.code_hint}
          </p>
          <label htmlFor="code">{texts.code}</label>
          <input
            id="code"
            name="code"
            autoComplete="one-time-code"
            autoCapitalize="none"
            spellCheck={false}
            required
            maxLength={40}
            aria-describedby="code-hint"
            ref={code}
          />
        </>
      )}
      <button type="submit" className="button" disabled={form.busy}>
        {form.busy ? texts.submitting : texts.submit}
      </button>
      {asksCode && (
        <button
          type="button"
          className="auth-link"
          onClick={() => {
            setAsksCode(false);
            form.setFault(null);
            // The password field is hidden until the next paint.
            requestAnimationFrame(() => password.current?.select());
          }}
        >
          {texts.back}
        </button>
      )}
      {!asksCode && offersReset === true && (
        <button type="button" className="auth-link" onClick={() => goToScreen('forgot-password')}>
          {texts.forgot}
        </button>
      )}
    </form>
  );
}
