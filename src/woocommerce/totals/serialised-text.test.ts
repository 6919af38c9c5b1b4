import { expect, it } from 'vitest';
import { type Part, readSerialised } from './serialised-text.ts';

/** Maps in the form of JSON objects. */
function shown(part: Part | undefined): unknown {
  return part instanceof Map ? Object.fromEntries([...part].map(([key, one]) => [key, shown(one)])) : part;
}

it.each([
  ['a:2:{i:1;a:1:{s:4:"name";s:4:"Zoë";}i:2;N;}', { 1: { name: 'Zoë' }, 2: null }],
  ['a:0:{}', {}],
  ['s:3:"a";";', 'a";'],
  ['a:3:{i:0;b:1;i:1;d:0.5;i:2;d:1.0E+25;}', { 0: '1', 1: '0.5', 2: '1.0E+25' }],
  ['a:2:{i:0;d:-INF;i:1;i:-7;}', { 0: null, 1: '-7' }],
  // A site with one byte for each character.
  ['s:3:"Zoë";', 'Zoë'],
])('%s is read', (text, value) => {
  expect(shown(readSerialised(text))).toEqual(value);
});

it.each([
  ['a:2:{i:1;a:0:{}i:2;R:2;}', { 1: {}, 2: {} }],
  ['a:2:{s:1:"k";s:4:"Zoë";i:2;a:1:{i:0;R:2;}}', { k: 'Zoë', 2: { 0: 'Zoë' } }],
  ['a:4:{i:0;N;i:1;R:2;i:2;i:7;i:3;R:3;}', { 0: null, 1: null, 2: '7', 3: '7' }],
  ['a:2:{i:0;s:3:"Zoë";i:1;R:2;}', { 0: 'Zoë', 1: 'Zoë' }],
])('%s repeats what its references name', (text, value) => {
  expect(shown(readSerialised(text))).toEqual(value);
});

const repeated = `a:2:{i:0;s:524400:"${'x'.repeat(524_400)}";i:1;R:2;}`;
const chained = Array.from({ length: 12 }, (_, at) => `i:${at + 1};a:1:{i:0;R:${at + 2};}`).join('');

it.each([
  ['a:1:{s:4:"name";s:9:"Ana María";'],
  ['a:1:{s:4:"name";s:3:"Anita";}'],
  ['a:2:{i:1;N;}'],
  ['a:1:{b:1;i:1;}'],
  ['a:1:{s:9:"__proto__";N;}'],
  ['a:1:{i:0;R:1;}'],
  ['a:2:{i:0;R:3;i:1;N;}'],
  ['a:2:{i:0;N;i:1;r:2;}'],
  ['R:1;'],
  ['O:8:"stdClass":0:{}'],
  ['a:1:{i:0;O:8:"stdClass":0:{}}'],
  ['a:0:{} '],
  [`${'a:1:{i:0;'.repeat(13)}N;${'}'.repeat(13)}`],
  [`a:13:{i:0;i:7;${chained}}`],
  [repeated],
  [''],
])('%.60s cannot be read', (text) => {
  expect(readSerialised(text)).toBeUndefined();
});
