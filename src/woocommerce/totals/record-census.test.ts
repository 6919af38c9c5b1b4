import { describe, expect, it } from 'vitest';
import { censusOf } from './record-census.ts';
import { readSerialised } from './serialised-text.ts';

const PRODUCT = 'EventProductID';

const text = (value: string): string => `s:${Buffer.byteLength(value)}:"${value}";`;
const attendee = (product: string, name = 'Zoë'): string =>
  `a:2:{${text(PRODUCT)}${product}${text('Name')}${text(name)}}`;
const record = (...attendees: readonly string[]): string =>
  `a:1:{i:1;a:${attendees.length}:{${attendees.map((of, at) => `i:${at + 1};${of}`).join('')}}}`;

describe('the proof’s own count of a record', () => {
  it.each([
    [record(attendee(text('7')), attendee('i:7;'), attendee('d:7;'), attendee(text(' 07.0 '))), 4, false],
    [record(attendee(text('7')), attendee(text('8'))), 1, false],
    [text(record(attendee(text('7')))), 1, false],
    [text(text(record(attendee(text('7'))))), 1, false],
    // A site in latin1 counted one byte for each character.
    [record(attendee(text('7'), 'Zoë').replace('s:4:"Zoë"', 's:3:"Zoë"')), 1, false],
    [record(attendee(text('7')), attendee('N;')), 1, true],
    [record(attendee(text('7')), text('Ana')), 1, true],
    [`a:1:{i:0;${attendee(text('7'))}}`, 0, true],
    [`a:1:{i:1;${record(attendee(text('7')))}}`, 0, true],
    [text('Array'), 0, true],
    ['i:1;', 0, true],
    ['a:0:{}', 0, false],
    [record(attendee(text('7')), 'R:3;'), 2, false],
    ['N;', 0, false],
    [text('0'), 0, false],
    ['d:0.0;', 0, false],
    ['b:0;', 0, false],
    [text(''), 0, false],
  ])('%s names %i, and is odd: %s', (value, named, isOdd) => {
    const mark = { productField: PRODUCT, field: PRODUCT, ids: [7] };
    const { attendees, isOdd: odd } = censusOf(readSerialised(value) ?? null, mark);
    expect([attendees.length, odd]).toEqual([named, isOdd]);
  });
});
