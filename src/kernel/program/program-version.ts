import { readFileSync } from 'node:fs';

/** The version of this program, from its package.json. */
export function readProgramVersion(): string {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  const read: { version: string } = JSON.parse(text);
  return read.version;
}
