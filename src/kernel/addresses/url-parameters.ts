/** An address cut before its `?`. URL knows none without a host, as those of sockets are. */
export function splitAddress(text: string): {
  readonly address: string;
  readonly parameters: URLSearchParams;
} {
  const at = text.indexOf('?');
  if (at < 0) return { address: text, parameters: new URLSearchParams() };
  return { address: text.slice(0, at), parameters: new URLSearchParams(text.slice(at + 1)) };
}

export function joinAddress(address: string, parameters: URLSearchParams): string {
  // PostgreSQL's clients know %20, and + as itself.
  const query = parameters.toString().replace(/\+/g, '%20');
  return query === '' ? address : `${address}?${query}`;
}
