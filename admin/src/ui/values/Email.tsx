import type { ReactElement } from 'react';
import { Dash } from './RelativeTime.tsx';

/**
 * An address, or a name that may be one, that breaks before its @ where it must: elsewhere a part of it would read as
 * another one. So does `user@host`.
 */
export function Email({ address }: { readonly address: string | null }): ReactElement {
  if (address === null || address === '') return <Dash />;
  const at = address.lastIndexOf('@');
  if (at < 1) return <>{address}</>;
  return (
    <span data-data>
      {address.slice(0, at)}
      <wbr />
      {address.slice(at)}
    </span>
  );
}
