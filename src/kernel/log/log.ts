import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';
import { prettyLog } from './pretty-log.ts';

export type Log = Logger;

const SECRETS = [
  'password',
  'passphrase',
  'privateKey',
  'secret',
  'token',
  'authorization',
  'cookie',
  'connectionString',
];

/**
 * A structured log of facts, one line of JSON each, or in readable form on a terminal. The stream is an
 * argument, because the command line writes its results to standard output and therefore sends the log to
 * standard error. Fields whose names look like secrets are never written, even if one is passed by mistake.
 */
export function createLog(level: string, stream: DestinationStream): Log {
  const paths = SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
  const options = { level, base: null, timestamp: stdTimeFunctions.isoTime, redact: paths };
  return pino(options, isTerminal(stream) ? prettyLog(stream, hasColours()) : stream);

  function hasColours(): boolean {
    return 'hasColors' in stream && typeof stream.hasColors === 'function' && stream.hasColors() === true;
  }
}

function isTerminal(stream: DestinationStream): boolean {
  return 'isTTY' in stream && stream.isTTY === true;
}
