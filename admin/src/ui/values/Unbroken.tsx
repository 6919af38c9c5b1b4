import type { ReactElement } from 'react';

/** A number or a code, which must not be broken over lines. */
export function Unbroken({ text }: { readonly text: string }): ReactElement {
  return <span style={{ whiteSpace: 'nowrap' }}>{text}</span>;
}
