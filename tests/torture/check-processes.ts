import { readFile } from 'node:fs/promises';
import type { TortureWorld } from './torture-world.ts';

/** It ended in order, or because it cannot work now: its supervisor starts it again. */
const GOOD_CODES = [0, 75];
const DEFECTS = /internal\.unclassified|unhandled|uncaught|\bdefect\b/i;
/** Lines of the log without a problem. */
const INFORMATION = /^$|"level":30\b/;
const MOST_REPORTED = 5;
const LONGEST_LINE = 300;

/** No process ended in an unforeseen way, and no log reports a defect. */
export async function checkProcesses(world: TortureWorld): Promise<void> {
  const { findings } = world;
  for (const { exits, logFile, name } of world.processes) {
    const log = (await readFile(logFile, 'utf8')).split('\n');
    const strange = exits.filter(
      ({ code, signal }) => signal !== 'SIGKILL' && (code === null || !GOOD_CODES.includes(code)),
    );
    for (const { code, signal, atMs } of strange) {
      findings.require(false, `${name} ended with ${code ?? signal} at ${new Date(atMs).toISOString()}`);
    }
    const lastWord = log.findLast((line) => !INFORMATION.test(line));
    findings.require(strange.length === 0, `the last word of ${name}: ${inShort(lastWord ?? '')}`);
    const lines = log.filter((line) => DEFECTS.test(line));
    for (const line of lines.slice(0, MOST_REPORTED)) {
      findings.require(false, `log of ${name}: ${inShort(line)}`);
    }
    findings.require(lines.length <= MOST_REPORTED, `log of ${name}: ${lines.length} such lines in all`);
  }
}

/** A line of the log without its stack trace. */
function inShort(line: string): string {
  try {
    const { time, msg, code, loop, err, thrown, driverMessage } = JSON.parse(line) as Record<string, unknown>;
    const why = driverMessage ?? thrown ?? (err as { readonly message?: string } | undefined)?.message;
    return JSON.stringify({ time, why, code, loop, msg }).slice(0, LONGEST_LINE);
  } catch {
    return line.slice(0, LONGEST_LINE);
  }
}
