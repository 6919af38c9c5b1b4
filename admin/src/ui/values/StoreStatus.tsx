import { Fragment, type ReactElement } from 'react';
import { storeCode } from '../../format/store-code.ts';
import { useWords } from '../../i18n/use-texts.ts';

/**
 * A status of the store in the reader's language. It knows those of WordPress, WooCommerce and FooEvents, and
 * shows a status of another plugin unchanged.
 */
export function StoreStatus({ status }: { readonly status: string }): ReactElement {
  const words = useWords();
  const code = storeCode(status);
  const said = words('store_status', code);
  return said === code ? <code>{status}</code> : <span>{said}</span>;
}

/** The two statuses of a ticket: that of its post, and that of its check-in. */
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
