import { AppError, toAppError } from '../kernel/errors.ts';

const BY_CODE: Readonly<Record<string, { readonly code: string; readonly message: string }>> = {
  // Another program listens there.
  EADDRINUSE: {
    code: 'http.port-taken',
    message: 'Another program listens on this port. Set PORT to another one.',
  },
  // Ports below 1024 are for root.
  EACCES: {
    code: 'http.port-forbidden',
    message: 'This user may not listen on this port. Set PORT above 1023.',
  },
  // HOST is none of this machine's addresses.
  EADDRNOTAVAIL: { code: 'http.no-such-address', message: 'HOST is not an address of this machine.' },
  ENOTFOUND: { code: 'http.no-such-address', message: 'HOST is not an address of this machine.' },
};

/** What the system says when a server cannot listen, as an error of ours. */
export function fromListening(thrown: unknown, address: { host: string; port: number }): AppError {
  const errno = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  const found = BY_CODE[errno];
  if (found === undefined) return toAppError(thrown);
  return new AppError({ kind: 'config', ...found, details: { ...address, errno }, cause: thrown });
}
