/** An address, split at its `?`. URL cannot parse addresses without a host, such as those of sockets. */
export function splitAddress(text: string): {
  readonly address: string;
  readonly parameters: URLSearchParams;
} {
  const at = text.indexOf('?');
  if (at < 0) return { address: text, parameters: new URLSearchParams() };
  return { address: text.slice(0, at), parameters: new URLSearchParams(text.slice(at + 1)) };
}

export function joinAddress(address: string, parameters: URLSearchParams): string {
  // PostgreSQL's clients decode %20, and leave + as it is.
  const query = parameters.toString().replace(/\+/g, '%20');
  return query === '' ? address : `${address}?${query}`;
}
