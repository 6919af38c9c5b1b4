import { styleText } from 'node:util';

/** A stream to people: a terminal, a file or a pipe. */
export interface Sink {
  write(text: string): boolean;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/**
 * Where the program talks. Answers go to `out`, so that they can be piped; progress, warnings, errors and
 * the log go to `err`.
 */
export interface Terminal {
  readonly in: NodeJS.ReadStream;
  readonly out: NodeJS.WriteStream;
  readonly err: NodeJS.WriteStream;
}

type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow' | 'cyan';

/** Coloured on a terminal that shows colours and whose user did not forbid them (`NO_COLOR`). */
export function styled(style: Style, text: string, stream: NodeJS.WriteStream): string {
  return styleText(style, text, { stream });
}

export function printLine(stream: Sink, text = ''): void {
  stream.write(`${text}\n`);
}

export function printJson(stream: Sink, value: unknown): void {
  stream.write(`${JSON.stringify(value, null, 2)}\n`);
}

export function warn(terminal: Terminal, text: string): void {
  printLine(terminal.err, `${styled('yellow', 'Warning:', terminal.err)} ${text}`);
}
