/**
 * Characters that have an effect instead of being shown: control characters (ESC and U+009B start terminal
 * sequences), line and paragraph separators, and marks that change the direction of text.
 */
const UNSEEN = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;
const EACH = new RegExp(UNSEEN.source, 'gu');
const RUNS = new RegExp(`${UNSEEN.source}+`, 'gu');

export function isPlainLine(text: string): boolean {
  return !UNSEEN.test(text);
}

/** Text from outside as one line of an e-mail or a message. Each run of such characters becomes a space. */
export function oneLine(text: string): string {
  return text.replace(RUNS, ' ').trim();
}

/**
 * Text from outside as one line of a terminal. Line breaks and tabs become spaces, and the other characters are
 * shown as `\u001b`.
 */
export function shownLine(text: string): string {
  return text.replace(/\r\n|[\r\n\t]/g, ' ').replace(EACH, escaped);
}

/**
 * Escaping these characters does not change the meaning of JSON, and a terminal does not interpret the escaped
 * form.
 */
export function shownJson(json: string): string {
  return json.replace(EACH, (found) => (found === '\n' ? found : escaped(found)));
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
