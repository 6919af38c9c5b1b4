import { AppError, toAppError } from '../kernel/errors.ts';

/** Where to listen, and which settings said so: HOST and PORT unless others did. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
  readonly setBy?: SetBy;
}

interface SetBy {
  readonly host: string;
  readonly port: string;
}

interface Fault {
  readonly code: string;
  message(setBy: SetBy): string;
}

const NO_SUCH_ADDRESS: Fault = {
  code: 'http.no-such-address',
  message: ({ host }) => `${host} is not an address of this machine.`,
};

const BY_CODE: Readonly<Record<string, Fault>> = {
  // Another program listens there.
  EADDRINUSE: {
    code: 'http.port-taken',
    message: ({ port }) => `Another program listens on this port. Set ${port} to another one.`,
  },
  // Ports below 1024 are for root.
  EACCES: {
    code: 'http.port-forbidden',
    message: ({ port }) => `This user may not listen on this port. Set ${port} above 1023.`,
  },
  EADDRNOTAVAIL: NO_SUCH_ADDRESS,
  ENOTFOUND: NO_SUCH_ADDRESS,
};

/** What the system says when a server cannot listen, as an error of ours. */
export function fromListening(thrown: unknown, address: ListenAddress): AppError {
  const { host, port, setBy = { host: 'HOST', port: 'PORT' } } = address;
  const errno = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  const found = BY_CODE[errno];
  if (found === undefined) return toAppError(thrown);
  return new AppError({
    kind: 'config',
    code: found.code,
    message: found.message(setBy),
    details: { host, port, errno },
    cause: thrown,
  });
}
