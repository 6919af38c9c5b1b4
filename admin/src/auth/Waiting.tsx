import type { ReactElement } from 'react';
import ticketUrl from '../ticket.svg';

interface WaitingProps {
  readonly text: string;
  readonly again?: { readonly label: string; readonly onClick: () => void };
}

/** Fills the page while the panel or the user is loading. */
export function Waiting({ text, again }: WaitingProps): ReactElement {
  return (
    <main className="waiting" aria-busy={again === undefined}>
      <img src={ticketUrl} alt="" width="48" height="48" />
      <p role="status">{text}</p>
      {again !== undefined && (
        <button type="button" className="button" onClick={again.onClick}>
          {again.label}
        </button>
      )}
    </main>
  );
}
