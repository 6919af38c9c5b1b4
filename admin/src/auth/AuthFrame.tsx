import type { ReactElement, ReactNode } from 'react';
import { keptLanguage, useLanguage } from '../i18n/language.ts';
import ticketUrl from '../ticket.svg';
import type { AuthTexts } from './auth-texts.ts';

const NAMES = { en: 'English', es: 'Español' } as const;

interface AuthFrameProps {
  readonly texts: AuthTexts;
  readonly children: ReactNode;
}

/**
 * The frame around every form that is shown before the sign-in. It loads without the component library, so it
 * appears first.
 */
export function AuthFrame({ texts, children }: AuthFrameProps): ReactElement {
  return (
    <div className="auth">
      <aside className="auth-side">
        <p className="auth-brand">
          <img src={ticketUrl} alt="" width="40" height="40" />
          Taquilla
        </p>
        <div>
          <p className="auth-tagline">{texts.tagline}</p>
          <ul className="auth-promises">
            <li>{texts.promise_1}</li>
            <li>{texts.promise_2}</li>
            <li>{texts.promise_3}</li>
          </ul>
        </div>
      </aside>
      <main className="auth-main">
        {children}
        <LanguageChoice label={texts.language} />
      </main>
    </div>
  );
}

function LanguageChoice({ label }: { readonly label: string }): ReactElement {
  const language = useLanguage();
  return (
    <nav className="auth-languages" aria-label={label}>
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
