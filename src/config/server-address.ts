export const NOT_ENCODED =
  'must be an address with one host; in a password, characters like @ / : # ? % are written percent-encoded';

/** A Redis has numbered databases: what stands for one is a number, or nothing. */
export function namesDatabaseNumber(text: string): boolean {
  return !URL.canParse(text) || /^\/?$|^\/\d{1,5}$/.test(new URL(text).pathname);
}

/** Can the address be read, with all of its percent-encoding? */
export function isServerAddress(text: string): boolean {
  try {
    const { hostname, username, password } = new URL(text);
    for (const part of [username, password]) decodeURIComponent(part);
    return hostname !== '';
  } catch {
    return false;
  }
}
