import { type ReactElement, type SyntheticEvent, useRef, useState } from 'react';
import { ApiError } from '../api-error.ts';
import { keptLanguage, useLanguage } from '../i18n/language.ts';
import ticketUrl from '../ticket.svg';
import type { GateTexts } from './gate-texts.ts';
import { signIn } from './session.ts';

const NAMES = { en: 'English', es: 'Español' } as const;

/** Without the component library: this screen is there before that is fetched. */
export function SignIn({
  texts,
  expired,
}: {
  readonly texts: GateTexts;
  readonly expired: boolean;
}): ReactElement {
  return (
    <div className="gate">
      <aside className="gate-side">
        <p className="gate-brand">
          <img src={ticketUrl} alt="" width="40" height="40" />
          Taquilla
        </p>
        <div>
          <p className="gate-tagline">{texts.tagline}</p>
          <ul className="gate-promises">
            <li>{texts.promise_1}</li>
            <li>{texts.promise_2}</li>
            <li>{texts.promise_3}</li>
          </ul>
        </div>
      </aside>
      <main className="gate-main">
        <SignInForm texts={texts} expired={expired} />
        <LanguageChoice label={texts.language} />
      </main>
    </div>
  );
}

function SignInForm({
  texts,
  expired,
}: {
  readonly texts: GateTexts;
  readonly expired: boolean;
}): ReactElement {
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [shown, setShown] = useState(false);
  const password = useRef<HTMLInputElement>(null);

  const submit = async (event: SyntheticEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    setBusy(true);
    setFault(null);
    try {
      await signIn(textOf(given, 'email'), textOf(given, 'password'));
    } catch (error) {
      const told = error instanceof ApiError && error.status > 0 ? error.message : texts.unreachable;
      setFault(told);
      setBusy(false);
      password.current?.select();
    }
  };

  return (
    <form className="gate-form" onSubmit={(event) => void submit(event)}>
      <h1>{texts.title}</h1>
      {expired && fault === null && <p className="gate-note">{texts.expired}</p>}
      <p className="gate-fault" role="alert">
        {fault}
      </p>
      <label htmlFor="email">{texts.email}</label>
      <input id="email" name="email" type="email" autoComplete="username" required maxLength={254} />
      <label htmlFor="password">{texts.password}</label>
      <div className="gate-password">
        <input
          id="password"
          name="password"
          type={shown ? 'text' : 'password'}
          autoComplete="current-password"
          required
          maxLength={512}
          ref={password}
        />
        <button type="button" className="gate-eye" aria-pressed={shown} onClick={() => setShown(!shown)}>
          <Eye crossed={shown} />
          <span className="unseen">{shown ? texts.hide_password : texts.show_password}</span>
        </button>
      </div>
      <button type="submit" className="button" disabled={busy}>
        {busy ? texts.submitting : texts.submit}
      </button>
    </form>
  );
}

function textOf(form: FormData, field: string): string {
  const value = form.get(field);
  return typeof value === 'string' ? value : '';
}

function Eye({ crossed }: { readonly crossed: boolean }): ReactElement {
  return (
    <svg
      viewBox="0 0 24 24"
      width="20"
      height="20"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
    >
      <path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Z" />
      <circle cx="12" cy="12" r="2.8" />
      {crossed && <path d="M4 20 20 4" />}
    </svg>
  );
}

function LanguageChoice({ label }: { readonly label: string }): ReactElement {
  const language = useLanguage();
  return (
    <nav className="gate-languages" aria-label={label}>
      {(['es', 'en'] as const).map((one) => (
        <button
          key={one}
          type="button"
          lang={one}
          aria-pressed={one === language}
          onClick={() => keptLanguage.set(one)}
        >
          {NAMES[one]}
        </button>
      ))}
    </nav>
  );
}
