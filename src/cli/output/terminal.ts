import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { styleText } from 'node:util';
import { throwIfAborted } from '../../kernel/errors.ts';
import { shownJson, shownLine } from '../../kernel/log/plain-text.ts';

/** An output stream for people: a terminal, a file or a pipe. */
export interface Sink {
  write(text: string): boolean;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/**
 * The streams of the program. Results go to `out`, so that they can be piped. Progress, warnings, errors and
 * the log go to `err`.
 */
export interface Terminal {
  readonly in: NodeJS.ReadStream;
  readonly out: NodeJS.WriteStream;
  readonly err: NodeJS.WriteStream;
}

type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow' | 'cyan';

/**
 * Marks the terminal sequences of this program. It is random at each start, so that no text of a store, a
 * database or an argument can contain it.
 */
const MARK = `\u0000${randomBytes(12).toString('hex')}`;
const MARKED = new RegExp(`${MARK}:((?:[\\da-f]{2})*);`);

function marked(command: string): string {
  return `${MARK}:${Buffer.from(command).toString('hex')};`;
}

/** A line break of Taquilla's own inside a text for `printLine`, for example in a table. */
export const LINE_BREAK = marked('\n');

/** A terminal with colours gets coloured text, unless the user forbids it (`NO_COLOR`). */
export function styled(style: Style, text: string, stream: NodeJS.WriteStream): string {
  const [before = '', after = ''] = styleText(style, '|', { stream }).split('|');
  return before === '' ? text : `${marked(before)}${text}${marked(after)}`;
}

/**
 * Prints one line. Only `styled` and `LINE_BREAK` create terminal sequences; all other text is printed as plain
 * text.
 */
export function printLine(stream: Sink, text = ''): void {
  stream.write(`${terminalText(text)}\n`);
}

/** Prints several lines, each as `printLine` does. */
export function printLines(stream: Sink, text: string): void {
  for (const line of text.replace(/\n$/, '').split('\n')) printLine(stream, line);
}

export function printJson(stream: Sink, value: unknown): void {
  stream.write(`${shownJson(JSON.stringify(value, null, 2))}\n`);
}

export function warn(terminal: Terminal, text: string): void {
  printLine(terminal.err, `${styled('yellow', 'Warning:', terminal.err)} ${text}`);
}

/**
 * Writes a file to standard output, as fast as its reader takes it, and returns its bytes. A terminal gets its lines
 * as plain text, because a text of a store may contain terminal sequences.
 *
 * @throws aborted; what the source throws
 */
export async function printFile(
  stream: NodeJS.WriteStream,
  pieces: AsyncIterable<Buffer>,
  signal: AbortSignal,
): Promise<number> {
  let bytes = 0;
  for await (const piece of pieces) {
    throwIfAborted(signal);
    bytes += piece.length;
    const shown = stream.isTTY ? plainLines(piece) : piece;
    if (!stream.write(shown)) await once(stream, 'drain', { signal });
  }
  return bytes;
}

function plainLines(piece: Buffer): string {
  const lines = piece.toString('utf8').split(/\r?\n/);
  return lines.map(shownLine).join('\n');
}

/** Every second part is one of Taquilla's own sequences. */
function terminalText(text: string): string {
  return text
    .split(MARKED)
    .map((part, at) => (at % 2 === 1 ? Buffer.from(part, 'hex').toString('utf8') : shownLine(part)))
    .join('');
}
