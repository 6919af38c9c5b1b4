import { describe, expect, it } from 'vitest';
import { RowNotes } from './row-notes.ts';
import { readAnswer, readHtml, readText } from './store-text.ts';

describe('a text of the store', () => {
  it.each([
    ['O&#039;Higgins', "O'Higgins"],
    ['&amp;amp;', '&amp;'],
    ['&amp;lt;3', '&lt;3'],
    ['Jazz &amp; Cena', 'Jazz & Cena'],
    ['AT&T and &copy', 'AT&T and &copy'],
    ['&quot;hi&quot; &#x1F3B8; &ntilde;', '"hi" 🎸 ñ'],
    ['  spaces  ', '  spaces  '],
    ['a\0b', 'ab'],
    ['😀 小龍', '😀 小龍'],
  ])('%j is %j: decoded once and otherwise kept', (stored, expected) => {
    expect(readText(stored)).toBe(expected);
    expect(readAnswer(stored)).toBe(expected);
  });

  it('is null when empty, but an empty answer stays an answer', () => {
    expect([readText(''), readText(null), readText(undefined), readText('\0')]).toEqual([
      null,
      null,
      null,
      null,
    ]);
    expect(readAnswer('')).toBe('');
  });

  it('is null when it is too long to be typed, with a note of how it begins', () => {
    const notes = new RowNotes({ kind: 'order', wooId: 7, wooOrderId: 7 });
    const long = `&amp;${'x'.repeat(100_000)}`;
    expect([readText(long, notes, 'note'), readAnswer(long, notes, 'answer'), readText(long)]).toEqual([
      null,
      null,
      null,
    ]);
    const raw = `&amp;${'x'.repeat(195)}`;
    expect(notes.taken.map((note) => [note.field, note.raw, note.reason])).toEqual([
      ['note', raw, 'text_too_long'],
      ['answer', raw, 'text_too_long'],
    ]);
  });
});

describe('a description', () => {
  it('loses its mark-up and keeps its lines', () => {
    const html =
      '<!-- wp:paragraph -->\n<p>Jazz &amp; <b>Cena</b> 3 < 4</p><!-- /wp -->\n\n\n<p>Two<br />lines</p>';
    expect(readHtml(html)).toBe('Jazz & Cena 3 < 4\n\nTwo\nlines');
    expect(readHtml('<p> </p>')).toBeNull();
  });

  it('is fast for a hostile text as well', () => {
    for (const piece of ['<!--', '<a', '<a <', '<br ', '</']) readHtml(piece.repeat(25_000));
    expect(readHtml(`<!--${'x'.repeat(10)}`)).toBeNull();
  }, 2000);
});
