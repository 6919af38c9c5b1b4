import { type ReactElement, useState } from 'react';
import { goToScreen } from './gate-screen.ts';
import type { GateTexts } from './gate-texts.ts';
import { requestReset, useResetOffered } from './recovery.ts';
import { useArrivalFocus } from './use-arrival-focus.ts';
import { useGateForm } from './use-gate-form.ts';

/** Asks for a mail with a link. What it says is the same for every address. */
export function ForgotPassword({ texts }: { readonly texts: GateTexts }): ReactElement {
  const [answer, setAnswer] = useState<string | null>(null);
  const noMail = useResetOffered() === false;
  const element = useArrivalFocus(answer === null ? 'ask' : 'answer');
  const form = useGateForm(texts, async (field) => setAnswer(await requestReset(field('email').trim())));
  return (
    <form className="gate-form" noValidate onSubmit={form.onSubmit} ref={element}>
      <h1>{texts.forgot_title}</h1>
      <p className="gate-fault" role="alert">
        {form.fault}
      </p>
      <div role="status">
        {noMail && <p className="gate-note">{texts.forgot_without_mail}</p>}
        {answer !== null && (
          <>
            <p className="gate-note">{answer}</p>
            <p className="gate-hint">{texts.forgot_no_mail}</p>
          </>
        )}
      </div>
      {answer === null && !noMail && (
        <>
          <p className="gate-hint">{texts.forgot_hint}</p>
          <label htmlFor="email">{texts.email}</label>
          <input id="email" name="email" type="email" autoComplete="username" required maxLength={254} />
          <button type="submit" className="button" disabled={form.busy}>
            {form.busy ? texts.submitting : texts.send_link}
          </button>
        </>
      )}
      <button type="button" className="gate-link" onClick={() => goToScreen('sign-in')}>
        {texts.back}
      </button>
    </form>
  );
}
