import { expect, it } from 'vitest';
import { RowNotes } from './row-notes.ts';

const ROW = { kind: 'order', wooId: 7, wooOrderId: 7 } as const;

function shown(raw: string | null): string | null | undefined {
  const notes = new RowNotes(ROW);
  notes.add('customer_note', raw, 'text_too_long');
  return notes.taken[0]?.raw;
}

it('keeps the beginning of a value, in a form that a database accepts', () => {
  expect(shown('x'.repeat(1000))).toBe('x'.repeat(200));
  expect(shown('🎸'.repeat(1000))).toBe('🎸'.repeat(200));
  expect(shown('a\0b')).toBe('ab');
  expect(shown('a\ud800')).toBe('a\ufffd');
  expect([shown(''), shown(null)]).toEqual(['', null]);
});

it('keeps the first note of each field', () => {
  const notes = new RowNotes(ROW);
  notes.add('total', 'x', 'total_unreadable');
  notes.add('total', 'y', 'amount_unreadable');
  notes.add('status', null, 'status_missing');
  expect(notes.taken).toEqual([
    { ...ROW, field: 'total', raw: 'x', reason: 'total_unreadable' },
    { ...ROW, field: 'status', raw: null, reason: 'status_missing' },
  ]);
});
