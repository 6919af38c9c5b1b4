import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';

export type Log = Logger;

/**
 * Structured log of facts, one JSON line each. The stream is an argument, because the command line writes
 * its answers to standard output and therefore sends the log to standard error.
 */
export function createLog(level: string, stream: DestinationStream): Log {
  return pino({ level, base: null, timestamp: stdTimeFunctions.isoTime }, stream);
}
