import { readFileSync } from 'node:fs';

/** What the modules of the program take while they are read, and the connections of a process with few requests. */
export const FEWEST_OPEN_FILES = 256;

/** Read at once: where no more files can be opened, this one cannot be either. */
const LIMIT = readLimit();

/** How many files and connections this process may have open at once; null: this system does not tell, or sets none. */
export function openFileLimit(): number | null {
  return LIMIT;
}

function readLimit(): number | null {
  try {
    const [, most] = /^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return most === undefined ? null : Number(most);
  } catch {
    return null;
  }
}
