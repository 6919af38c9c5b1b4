import type { CommandOutput } from './reader-shell.ts';

/** One or several lines that the page leaves out. */
const LEFT_OUT = '…';
const ESCAPES = new RegExp(`${String.fromCharCode(27)}\\[[?\\d;]*[A-Za-z]`, 'g');

/** A printed line without the parts that differ between installations: hosts, ids, numbers, durations, versions. */
function shapeOf(line: string): string {
  return line
    .replace(ESCAPES, '')
    .replace(/ {2,}/g, ' ')
    .replace(/─+/g, '─')
    .replace(/(?:[\w-]+\.)+example\.com|127\.0\.0\.1/g, 'HOST')
    .replace(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g, 'ID')
    .replace(/\bv?\d(?:[\d.,:]*\d)?(?: (?:ms|s|min|h|day|days)\b)?/g, '#')
    .trimEnd();
}

/**
 * Differences between the lines on a page and the output of their command: each shown line was printed, in that
 * order, and each line of standard output is shown, unless `…` says that some are left out.
 */
export function differences(shown: string, { out, err }: CommandOutput): readonly string[] {
  const wanted = linesOf(shown);
  const printed = [...linesOf(err), ...linesOf(out)];
  let at = 0;
  const missing = wanted.filter((line) => {
    if (line === LEFT_OUT) return false;
    const found = printed.indexOf(line, at);
    if (found !== -1) at = found + 1;
    return found === -1;
  });
  const unsaid = wanted.includes(LEFT_OUT) ? [] : linesOf(out).filter((line) => !wanted.includes(line));
  return [...missing.map((line) => `not printed: ${line}`), ...unsaid.map((line) => `not shown: ${line}`)];
}

function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map(shapeOf)
    .filter((line) => line.trim() !== '');
}
