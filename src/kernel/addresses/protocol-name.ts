const BY_FIRST_WORD: readonly (readonly [RegExp, string])[] = [
  [/^SSH-/, 'SSH'],
  [/^HTTP\//, 'HTTP'],
  [/^220[ -]/, 'SMTP/FTP'],
  [/^\* OK/, 'IMAP'],
  [/^[-+](ERR|OK|PONG|NOAUTH|DENIED)/, 'Redis'],
  [/^E.*S(FATAL|ERROR)/s, 'PostgreSQL'],
];
const TLS_ALERT = 0x15;
const TLS_MAJOR_VERSION = 3;
/**
 * The byte after a packet's length (three bytes) and its number: the version of MySQL's protocol, or an error.
 */
const MYSQL_BEGINNINGS: readonly (number | undefined)[] = [0x0a, 0xff];

/**
 * The protocol of a server's first bytes. Null if it is none of those that are often mistaken for another one.
 */
export function protocolOf(greeting: Buffer): string | null {
  if (greeting[0] === TLS_ALERT && greeting[1] === TLS_MAJOR_VERSION) return 'TLS';
  const isFirstPacket = greeting.length >= 5 && greeting.readUInt16LE(2) === 0;
  if (isFirstPacket && MYSQL_BEGINNINGS.includes(greeting[4])) return 'MySQL';
  const text = greeting.subarray(0, 32).toString('latin1');
  return BY_FIRST_WORD.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}
