const MOST_BYTES = 1_048_576;
const DEEPEST = 12;
const SCALAR = /N;|b:[01];|i:-?\d+;|d:[-+.\dEINFA]+;/iy;
const TEXT = /s:(\d{1,7}):"/y;
const ARRAY = /a:(\d{1,7}):\{/y;

/**
 * Can what PHP wrote be read as it stands, without objects and references? The proof asks for itself: the reader's
 * own answer may be what is wrong. Lengths are of UTF-8, or of a site that has a byte a character.
 */
export function isReadable(text: string): boolean {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length > MOST_BYTES) return false;
  return isWhole(bytes.toString('latin1')) || isWhole(text);
}

function isWhole(text: string): boolean {
  return endOfValue(text, 0, 0) === text.length;
}

/** Where the value that begins here ends; -1: it is none. */
function endOfValue(text: string, at: number, depth: number): number {
  SCALAR.lastIndex = at;
  if (SCALAR.test(text)) return SCALAR.lastIndex;
  TEXT.lastIndex = at;
  const string = TEXT.exec(text);
  if (string !== null) {
    const end = TEXT.lastIndex + Number(string[1]);
    return text.startsWith('";', end) ? end + 2 : -1;
  }
  ARRAY.lastIndex = at;
  const array = ARRAY.exec(text);
  if (array === null || depth === DEEPEST) return -1;
  let end = ARRAY.lastIndex;
  for (let part = 0; part < 2 * Number(array[1]) && end >= 0; part += 1) {
    end = endOfValue(text, end, depth + 1);
  }
  return end >= 0 && text.startsWith('}', end) ? end + 1 : -1;
}
