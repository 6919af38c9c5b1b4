export const NOT_ENCODED =
  'must be an address with one host; in a password, characters like @ / : # ? % are written percent-encoded';

/** Whether the address can be parsed, including its percent-encoding. */
export function isServerAddress(text: string): boolean {
  try {
    const { hostname, username, password } = new URL(text);
    for (const part of [username, password]) decodeURIComponent(part);
    return hostname !== '';
  } catch {
    return false;
  }
}
