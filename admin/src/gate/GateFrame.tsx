import type { ReactElement, ReactNode } from 'react';
import { keptLanguage, useLanguage } from '../i18n/language.ts';
import ticketUrl from '../ticket.svg';
import type { GateTexts } from './gate-texts.ts';

const NAMES = { en: 'English', es: 'Español' } as const;

interface GateFrameProps {
  readonly texts: GateTexts;
  readonly children: ReactNode;
}

/** What surrounds every form in front of the panel. It needs no component library, so it is there before that. */
export function GateFrame({ texts, children }: GateFrameProps): ReactElement {
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
        {children}
        <LanguageChoice label={texts.language} />
      </main>
    </div>
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
