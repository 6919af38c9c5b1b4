import { expect, test } from 'vitest';
import { parseNeeds } from './debian-packages.ts';

test('reads a package’s dependencies with their alternatives', () => {
  expect(parseNeeds('libc6 (>= 2.34), libssl3 (>= 3.0.0) | libssl1.1:any, perl:any <!nocheck>')).toEqual([
    ['libc6'],
    ['libssl3', 'libssl1.1'],
    ['perl'],
  ]);
});

test('reads nothing from an empty field', () => {
  expect(parseNeeds('')).toEqual([]);
});
