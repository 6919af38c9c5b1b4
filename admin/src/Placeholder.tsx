import { type ReactElement, useEffect } from 'react';
import { textsFor } from './texts.ts';
import ticketUrl from './ticket.svg';

export function Placeholder({ languages }: { readonly languages: readonly string[] }): ReactElement {
  const texts = textsFor(languages);
  useEffect(() => {
    document.documentElement.lang = texts.language;
  }, [texts.language]);
  return (
    <main className="card">
      <img className="mark" src={ticketUrl} alt="" width="56" height="56" />
      <h1>Taquilla</h1>
      <p className="tagline">{texts.tagline}</p>
      <p className="status">
        <span className="dot" aria-hidden="true" />
        {texts.running}
      </p>
      <p>{texts.next}</p>
      <pre>npm run -s taquilla -- --help</pre>
    </main>
  );
}
