import { Fragment, type ReactElement } from 'react';
import { storeCode } from '../../format/store-code.ts';
import { useWords } from '../../i18n/use-texts.ts';

/**
 * A status as the store writes it, in words: those of WordPress, WooCommerce and FooEvents have some, one that a
 * plugin brought is shown as it is.
 */
export function StoreStatus({ status }: { readonly status: string }): ReactElement {
  const words = useWords();
  const code = storeCode(status);
  const said = words('store_status', code);
  return said === code ? <code>{status}</code> : <span>{said}</span>;
}

/** Of a ticket there are two: of its post and of its entry. */
export function StoreStatuses({ statuses }: { readonly statuses: readonly string[] }): ReactElement {
  return (
    <>
      {statuses.map((status, at) => (
        <Fragment key={status}>
          {at > 0 && ' · '}
          <StoreStatus status={status} />
        </Fragment>
      ))}
    </>
  );
}
