import { parseStoreUrl, type StoreAddress } from '../woocommerce/store-url.ts';
import type { Session } from './session.ts';
import { warn } from './terminal.ts';

/** A store address whose password is known, as far as anybody told one. */
export interface StoreLogin extends StoreAddress {
  readonly prefix: string | null;
}

/**
 * The address of `--store-url`; its password, or else that of TAQUILLA_STORE_PASSWORD. One in the address
 * works but is warned about: every user of the machine can list the arguments of running programs.
 *
 * @throws invalid `store.url-malformed`
 */
export function readStoreLogin(session: Session, storeUrl: string, prefix: string | null): StoreLogin {
  const address = parseStoreUrl(storeUrl);
  if (address.password !== null) {
    warn(
      session.terminal,
      'The password stands in the arguments, where every user of this machine can read it. ' +
        'Leave it out of the address and set TAQUILLA_STORE_PASSWORD instead.',
    );
    return { ...address, prefix };
  }
  return { ...address, password: session.settings.storePassword, prefix };
}
