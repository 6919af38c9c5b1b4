import { existsSync } from 'node:fs';

const SETPRIV = '/usr/bin/setpriv';

/**
 * The command line of a program that gets `signal` when this process dies, even by SIGKILL. Only Linux can do
 * that; elsewhere the command line stays as it is.
 */
export function endsWithUs(commandLine: readonly string[], signal: NodeJS.Signals): readonly string[] {
  if (process.platform !== 'linux' || !existsSync(SETPRIV)) return commandLine;
  return [SETPRIV, '--pdeathsig', signal.replace('SIG', ''), '--', ...commandLine];
}
