import type { ReactElement } from 'react';
import { Dash } from './RelativeTime.tsx';

/**
 * An e-mail address, or a text like `user@host`. A line may break only before the @, because a part of the
 * address would look like another address.
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
