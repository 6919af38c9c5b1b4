import { REFUSED_FROM_VERSION } from '../../kernel/addresses/unverified-auth.ts';
import type { ServerTrust } from '../../woocommerce/connect/mysql/password-rule.ts';
import { parseServerKey, type ServerKey } from '../../woocommerce/connect/mysql/server-key.ts';
import { parseStoreUrl, type StoreAddress } from '../../woocommerce/connect/store-url.ts';
import { warn } from '../output/terminal.ts';
import type { Session } from '../session.ts';
import { invalidOptions } from './options.ts';

/** A store's address, its password if there is one, and the servers that may receive the password. */
export interface StoreLogin extends StoreAddress {
  readonly prefix: string | null;
  readonly trust: ServerTrust;
}

export const SERVER_KEY_OPTION = [
  '--server-key <key>',
  'the confirmed key of the database server: rsa or tls, and the key or its fingerprint ("rsa SHA256:…")',
] as const;

/**
 * The address of `--store-url`, with its own password or that of TAQUILLA_STORE_PASSWORD. A password in the
 * address works but causes a warning, because every user of the machine can list the arguments of running
 * programs.
 *
 * @throws invalid `store.url-malformed`, `cli.options`
 */
export function readStoreLogin(
  session: Session,
  storeUrl: string,
  prefix: string | null,
  serverKey: string | undefined,
): StoreLogin {
  const address = parseStoreUrl(storeUrl);
  const trust = readTrust(session, serverKey);
  if (address.password !== null) {
    warn(
      session.terminal,
      'The password is in the arguments, where every user of this machine can read it. ' +
        'Leave it out of the address and set TAQUILLA_STORE_PASSWORD instead.',
    );
    return { ...address, prefix, trust };
  }
  return { ...address, password: session.settings.storePassword, prefix, trust };
}

/** If no key is confirmed, this release continues, with a warning that shows the server's key. */
function readTrust({ terminal }: Session, serverKey: string | undefined): ServerTrust {
  if (serverKey !== undefined) {
    if (parseServerKey(serverKey) === null) {
      throw invalidOptions(
        '--server-key must be rsa or tls, a space, and the key or its fingerprint (SHA256:…).',
      );
    }
    return { serverKey: serverKey.trim(), onUnverified: null };
  }
  let warned = false;
  const onUnverified = ({ kind, fingerprint }: ServerKey): void => {
    if (warned) return;
    warned = true;
    warn(
      terminal,
      'The database received the password in a form that it can read, and nothing proves which server answered. ' +
        `From version ${REFUSED_FROM_VERSION} on, Taquilla refuses this. Compare the key of the server and add ` +
        `--server-key "${kind} ${fingerprint}", or use credentials with SSH or verified TLS.`,
    );
  };
  return { serverKey: null, onUnverified };
}
