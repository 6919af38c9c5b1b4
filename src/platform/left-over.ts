import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { errnoOf } from './folder-error.ts';

const POLL_MS = 50;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errnoOf(error) === 'EPERM';
  }
}

/**
 * Ends a server whose process died without stopping it. The process id of the server comes from a file and may
 * already belong to another program, so a process is ended only if its command line contains our folder.
 *
 * @returns false if a process with that id remains: an unrelated process, or a zombie
 * @throws AbortError when asked to stop waiting
 */
export async function endLeftOver(
  pid: number,
  folder: string,
  politely: NodeJS.Signals,
  patienceMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  const isOurs = async (): Promise<boolean> => (await commandLineOf(pid)).includes(folder);
  if (await isOurs()) send(pid, politely);
  for (let waitedMs = 0; await isOurs(); waitedMs += POLL_MS) {
    if (waitedMs >= patienceMs) send(pid, 'SIGKILL');
    await sleep(POLL_MS, undefined, { signal });
  }
  return !isAlive(pid);
}

function send(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (errnoOf(error) !== 'ESRCH') throw error;
  }
}

async function commandLineOf(pid: number): Promise<string> {
  try {
    if (process.platform === 'linux') {
      return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ');
    }
    return (await promisify(execFile)('ps', ['-o', 'command=', '-p', String(pid)])).stdout;
  } catch {
    return '';
  }
}
