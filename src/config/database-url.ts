import { reasonOfFile } from '../kernel/machine/folder-error.ts';
import { joinAddress, splitAddress } from '../kernel/url-parameters.ts';
import type { ReadText } from './secret-files.ts';

interface ReadDatabaseUrl {
  /** As the driver is given it. */
  readonly url: string;
  readonly faults: readonly string[];
}

const FORM = 'postgresql://user:password@host:5432/database';
const FILES = ['sslrootcert', 'sslcert', 'sslkey'] as const;
const MOST = 2_147_483_647;
/** What the driver takes for a number without looking; each with the greatest that it may be. */
const NUMBERS: Readonly<Record<string, number>> = {
  port: 65_535,
  connect_timeout: MOST,
  statement_timeout: MOST,
  query_timeout: MOST,
  lock_timeout: MOST,
  idle_in_transaction_session_timeout: MOST,
};
/**
 * What each of libpq's modes means here. Those that would not look at the certificate, or fall back to no encryption,
 * become the strictest: that is what the driver does today, with a warning at each start that this may change.
 */
const MODES: Readonly<Record<string, string>> = {
  disable: 'disable',
  'no-verify': 'no-verify',
  allow: 'verify-full',
  prefer: 'verify-full',
  require: 'verify-full',
  'verify-ca': 'verify-full',
  'verify-full': 'verify-full',
};

/** DATABASE_URL, checked as far as it can be without connecting. No fault repeats a user or a password. */
export function readDatabaseUrl(text: string, readText: ReadText): ReadDatabaseUrl {
  const { address, parameters } = splitAddress(text);
  const fault = faultOfAddress(address);
  if (fault !== null) return { url: text, faults: [`DATABASE_URL ${fault}`] };
  const faults: string[] = [];
  const mode = parameters.get('sslmode');
  const meant = mode === null ? undefined : MODES[mode];
  if (mode !== null && meant === undefined) {
    faults.push(`sslmode in DATABASE_URL must be one of ${Object.keys(MODES).join(', ')}`);
  }
  // Whoever asks for libpq's own meanings gets them, and no warning.
  if (meant !== undefined && parameters.get('uselibpqcompat') !== 'true') parameters.set('sslmode', meant);
  for (const [name, most] of Object.entries(NUMBERS)) {
    const value = parameters.get(name);
    if (value === null || (/^\d{1,10}$/.test(value) && Number(value) <= most)) continue;
    faults.push(`${name} in DATABASE_URL must be a whole number from 0 to ${most}`);
  }
  for (const name of FILES) {
    const path = parameters.get(name);
    if (path === null) continue;
    try {
      readText(path);
    } catch (error) {
      faults.push(
        `${name} in DATABASE_URL names the file ${path}, which cannot be read (${reasonOfFile(error)})`,
      );
    }
  }
  // Untouched unless it must be changed: the driver reads some forms of its own.
  const changed = mode !== null && meant !== undefined && meant !== mode;
  return { url: changed ? joinAddress(address, parameters) : text, faults };
}

function faultOfAddress(address: string): string | null {
  const [, scheme] = /^([a-z][a-z\d+.-]{0,20}):\/\//i.exec(address) ?? [];
  if (scheme !== undefined && !/^postgres(ql)?$/i.test(scheme)) {
    return `must be an address that begins with postgresql://, not ${scheme}://`;
  }
  if (scheme === undefined || /\s/.test(address)) return `must be an address like ${FORM}`;
  try {
    // The address of a socket names no host.
    const url = new URL(address.replace('@/', '@socket/'));
    for (const part of [url.username, url.password, url.pathname]) decodeURIComponent(part);
    return null;
  } catch {
    return `must be an address like ${FORM}, with one host; in a password, characters like @ / : # ? % are written percent-encoded`;
  }
}
