import { type AppError, toAppError } from '../../kernel/errors.ts';
import { errorOf, type Sentence, serverAt } from '../../kernel/sentences/sentence.ts';
import { SERVICE_SENTENCES } from '../../kernel/sentences/service-sentences.ts';

/** The address to listen on, and the settings that gave it: HOST and PORT by default. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
  readonly setBy?: SetBy;
}

interface SetBy {
  readonly host: string;
  readonly port: string;
}

const BY_CODE: Readonly<Record<string, Sentence>> = {
  // Another program listens at this address.
  EADDRINUSE: SERVICE_SENTENCES.portTaken,
  // Only root may use ports below 1024.
  EACCES: SERVICE_SENTENCES.portForbidden,
  EADDRNOTAVAIL: SERVICE_SENTENCES.noSuchAddress,
  ENOTFOUND: SERVICE_SENTENCES.noSuchAddress,
};

/** Converts the system's error when a server cannot listen to an AppError. */
export function fromListening(thrown: unknown, address: ListenAddress): AppError {
  const { host, port, setBy = { host: 'HOST', port: 'PORT' } } = address;
  const errno = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  const sentence = BY_CODE[errno];
  if (sentence === undefined) return toAppError(thrown);
  const named = { host, server: serverAt(host, port), hostVariable: setBy.host, portVariable: setBy.port };
  return errorOf(sentence, named, { details: { port, errno }, cause: thrown });
}
