import { readdir, readFile } from 'node:fs/promises';

/** Linux counts in hundredths of a second. */
const TICKS_A_SECOND = 100;

interface Process {
  readonly parent: number;
  readonly name: string;
  readonly ownSeconds: number;
  /** Those of its children that have ended. */
  readonly endedSeconds: number;
}

/**
 * The CPU time of one of our servers so far, including child processes that have ended.
 *
 * @param name of the program, as the kernel reports it
 * @param keeper the process whose child the server is
 */
export async function serverCpuSeconds(name: string, keeper = process.pid): Promise<number> {
  const processes = await readProcesses();
  const isOurs = (pid: number): boolean => {
    for (let at = processes.get(pid); at !== undefined; at = processes.get(at.parent)) {
      if (at.parent === keeper) return true;
    }
    return false;
  };
  let seconds = 0;
  for (const [pid, found] of processes) {
    if (found.name === name && isOurs(pid)) seconds += found.ownSeconds + found.endedSeconds;
  }
  return seconds;
}

async function readProcesses(): Promise<ReadonlyMap<number, Process>> {
  const processes = new Map<number, Process>();
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const stat = await readFile(`/proc/${entry}/stat`, 'utf8').catch(() => '');
    // The name is in parentheses and may contain anything.
    const [open, close] = [stat.indexOf('('), stat.lastIndexOf(')')];
    if (close < 0) continue;
    const fields = stat.slice(close + 2).split(' ');
    const seconds = (...places: number[]): number =>
      places.reduce((sum, place) => sum + Number(fields[place]), 0) / TICKS_A_SECOND;
    processes.set(Number(entry), {
      parent: Number(fields[1]),
      name: stat.slice(open + 1, close),
      ownSeconds: seconds(11, 12),
      endedSeconds: seconds(13, 14),
    });
  }
  return processes;
}
