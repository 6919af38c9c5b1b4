import { expect, test } from 'vitest';
import { openingOf } from './transaction-settings.ts';

test.each([
  ['taquilla, public', "'taquilla', 'public'"],
  ['"Mi,Esquema",public', `'Mi,Esquema', 'public'`],
  ['"$user", Tickets', "'$user', 'tickets'"],
  ['"a ""b""" , c', `'a "b"', 'c'`],
  ["o'clock", "'o''clock'"],
  ['', "''"],
])('the schemas %j are set as PostgreSQL reads them', (list, values) => {
  const opening = openingOf({ options: new Map([['search_path', list]]), settings: new Map() });
  expect(opening).toMatch(/^begin; /);
  expect(opening).toContain(`set local "search_path" = ${values};`);
});
