import type { DestinationStream } from 'pino';
import { shownLine } from './plain-text.ts';

const NAMES: Readonly<Record<number, string>> = {
  10: 'TRACE',
  20: 'DEBUG',
  30: 'INFO ',
  40: 'WARN ',
  50: 'ERROR',
  60: 'FATAL',
};
const COLOURS: Readonly<Record<number, string>> = { 40: '33', 50: '31', 60: '31' };

/** A log for people at a terminal: one short line for each entry, without cursor movements. */
export function prettyLog(terminal: DestinationStream, colours: boolean): DestinationStream {
  return { write: (line) => terminal.write(prettyLine(line, colours)) };
}

export function prettyLine(line: string, colours: boolean): string {
  const entry = parse(line);
  if (entry === null) return `${shownLine(line.trimEnd())}\n`;
  const { level, time, msg, err, ...facts } = entry;
  const name = NAMES[Number(level)] ?? 'LOG  ';
  const colour = colours ? COLOURS[Number(level)] : undefined;
  const shown = colour === undefined ? name : `\u001B[${colour}m${name}\u001B[0m`;
  const rest = Object.entries(facts).map(([key, value]) => `${key}=${shownLine(textOf(value))}`);
  const error = err === undefined ? [] : [shownLine(textOf(messageOf(err)))];
  return `${[String(time).slice(11, 19), shown, shownLine(textOf(msg ?? '')), ...rest, ...error].join(' ')}\n`;
}

function parse(line: string): Readonly<Record<string, unknown>> | null {
  try {
    const entry: unknown = JSON.parse(line);
    return typeof entry === 'object' && entry !== null ? { ...entry } : null;
  } catch {
    return null;
  }
}

function messageOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
