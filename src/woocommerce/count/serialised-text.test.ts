import { expect, it } from 'vitest';
import { isReadable } from './serialised-text.ts';

it.each([
  ['a:2:{i:1;a:1:{s:4:"name";s:4:"Zoë";}i:2;N;}'],
  ['a:0:{}'],
  ['s:3:"a";";'],
  ['a:3:{i:0;b:1;i:1;d:0.5;i:2;d:1.0E+25;}'],
  ['s:3:"Zoë";'],
])('%s can be read', (text) => {
  expect(isReadable(text)).toBe(true);
});

it.each([
  ['a:1:{s:4:"name";s:9:"Ana María";'],
  ['a:1:{s:4:"name";s:3:"Anita";}'],
  ['a:2:{i:1;N;}'],
  ['a:2:{i:1;a:0:{}i:2;R:2;}'],
  ['O:8:"stdClass":0:{}'],
  ['a:1:{i:0;O:8:"stdClass":0:{}}'],
  ['a:0:{} '],
  [`${'a:1:{i:0;'.repeat(13)}N;${'}'.repeat(13)}`],
  [''],
])('%s cannot', (text) => {
  expect(isReadable(text)).toBe(false);
});
