import { existsSync } from 'node:fs';

const SETPRIV = '/usr/bin/setpriv';

/**
 * A command line that makes the program get `signal` when this process dies, even by SIGKILL. Only Linux can do
 * that; on other systems the command line stays unchanged.
 */
export function endsWithUs(commandLine: readonly string[], signal: NodeJS.Signals): readonly string[] {
  if (process.platform !== 'linux' || !existsSync(SETPRIV)) return commandLine;
  return [SETPRIV, '--pdeathsig', signal.replace('SIG', ''), '--', ...commandLine];
}
