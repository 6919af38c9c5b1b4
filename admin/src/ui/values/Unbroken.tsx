import type { ReactElement } from 'react';

/** A number or a code: broken over lines it would be read wrong. */
export function Unbroken({ text }: { readonly text: string }): ReactElement {
  return <span style={{ whiteSpace: 'nowrap' }}>{text}</span>;
}
