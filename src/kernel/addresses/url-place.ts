const USUAL_PORTS: Readonly<Record<string, string>> = {
  'http:': '80',
  'https:': '443',
  'smtp:': '587',
  'smtps:': '465',
  'redis:': '6379',
  'rediss:': '6379',
};

/** Host and port of an address, without the parts that may be secret: user, password and path. */
export function placeOf(url: string): string {
  const { hostname, port, protocol } = new URL(url);
  return `${hostname}:${port === '' ? (USUAL_PORTS[protocol] ?? '') : port}`;
}
