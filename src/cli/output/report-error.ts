import { inspect } from 'node:util';
import { exitCodeOf } from '../../kernel/error-catalogue.ts';
import type { AppError } from '../../kernel/errors.ts';
import { printLine, printLines, styled, type Terminal } from './terminal.ts';

/**
 * Prints an error as one sentence with its code; with `verbose` it adds the details for operators. Returns the
 * exit code.
 */
export function reportError(terminal: Terminal, error: AppError, verbose: boolean): number {
  const { err } = terminal;
  const code = styled('dim', `(${error.code})`, err);
  if (error.kind === 'aborted') printLine(err, `${error.message} ${code}`);
  else printLine(err, `${styled('red', 'Error:', err)} ${error.message} ${code}`);
  const more = hasMore(error);
  if (verbose && more) {
    for (const [name, value] of Object.entries(error.details)) {
      printLines(err, indented(`${name}: ${inspect(value)}`));
    }
    if (error.cause instanceof Error)
      printLines(err, indented(`cause: ${error.cause.stack ?? error.cause.message}`));
  } else if (more && error.kind !== 'aborted') {
    printLine(err, styled('dim', 'Run it again with --verbose to see the details.', err));
  }
  return exitCodeOf(error.code);
}

/** Indents the text of a server, so that none of its lines looks like one of Taquilla's own. */
function indented(text: string): string {
  return text.replace(/^/gm, '  ');
}

function hasMore(error: AppError): boolean {
  return Object.keys(error.details).length > 0 || error.cause instanceof Error;
}
