import { decodeHTMLStrict } from 'entities';
import type { RowNotes } from './row-notes.ts';

/** Longer than anything that a person writes into a form: most likely a plugin's data in the wrong place. */
const MAX_CHARACTERS = 100_000;

/**
 * Restores a text as the person wrote it. WordPress escapes some characters when it saves a text, so entities
 * are decoded exactly once. An empty text becomes null, and so does one that is longer than a person writes.
 *
 * @param field the place of the text, for a note
 */
export function readText(text: string | null | undefined, notes?: RowNotes, field = ''): string | null {
  if (text === null || text === undefined || text === '') return null;
  const read = readAnswer(text, notes, field);
  return read === '' ? null : read;
}

/** Like `readText`, but an empty answer stays an answer. */
export function readAnswer(text: string, notes?: RowNotes, field = ''): string | null {
  if (text.length > MAX_CHARACTERS) {
    notes?.add(field, text, 'text_too_long');
    return null;
  }
  const decoded = text.includes('&') ? decodeHTMLStrict(text) : text;
  // PostgreSQL cannot store this character in a text.
  return decoded.includes('\0') ? decoded.replaceAll('\0', '') : decoded;
}

/** The text of a piece of HTML, without its mark-up. No pattern here becomes slow on a hostile text. */
export function readHtml(html: string | null): string | null {
  if (html === null) return null;
  const plain = dropComments(html.slice(0, MAX_CHARACTERS))
    .replace(/<br ?\/?>|<\/(?:p|div|li|h[1-6]|tr)>/gi, '\n')
    .replace(/<[a-z/!][^<>]*>/gi, '');
  const lines = (readText(plain) ?? '').split('\n').map((line) => line.trim());
  const text = lines
    .filter((line, at) => line !== '' || lines[at - 1] !== '')
    .join('\n')
    .trim();
  return text === '' ? null : text;
}

/** The block editor stores its settings in comments. */
function dropComments(html: string): string {
  const kept: string[] = [];
  let at = 0;
  for (;;) {
    const open = html.indexOf('<!--', at);
    if (open < 0) return kept.join('') + html.slice(at);
    kept.push(html.slice(at, open));
    const close = html.indexOf('-->', open);
    if (close < 0) return kept.join('');
    at = close + '-->'.length;
  }
}
