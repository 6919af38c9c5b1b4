import type { ReactElement } from 'react';

/** A number or a code that must not be broken over two lines. */
export function Unbroken({ text }: { readonly text: string }): ReactElement {
  return <span style={{ whiteSpace: 'nowrap' }}>{text}</span>;
}
