/** What differs from one installation to the next: numbers, sizes, versions, times. */
const FIGURES = /\d[\d.,:]*\d|\d/g;
const SPANS = /\b(?:ms|s|min|h|day|days)\b/g;

const ESCAPES = new RegExp(`${String.fromCharCode(27)}\\[[?\\d;]*[A-Za-z]`, 'g');

/** Shapes of a printed line, so that a page's and a real one can be compared. */
function shapeOf(line: string): string {
  return line
    .replace(ESCAPES, '')
    .replace(/ {2,}/g, ' ')
    .replace(/(?:[\w-]+\.)+example\.com|127\.0\.0\.1/g, 'HOST')
    .replace(/\bv?\d[\d.,:]*\b/g, '#')
    .replace(FIGURES, '#')
    .replace(SPANS, 'T')
    .replace(/# (\w+?)s\b/g, '# $1')
    .trimEnd();
}

/** Lines that the page shows and the program did not print; `…` stands for lines that the page leaves out. */
export function linesNotPrinted(shown: string, printed: string): readonly string[] {
  const real = new Set(printed.split('\n').map(shapeOf));
  return shown
    .split('\n')
    .filter((line) => line.trim() !== '' && line.trim() !== '…')
    .filter((line) => !real.has(shapeOf(line)));
}
