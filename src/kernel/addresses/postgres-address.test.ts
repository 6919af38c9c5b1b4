import { expect, test } from 'vitest';
import { readPostgresAddress } from './postgres-address.ts';

const of = (query: string) => readPostgresAddress(`postgresql://ana@db/x?${query}`);

test.each([
  ['', 'prefer'],
  ['sslmode=', 'prefer'],
  ['sslmode=verify-ca', 'verify-ca'],
  ['ssl=true', 'require'],
  ['ssl=1', 'require'],
  ['ssl=0', 'disable'],
  ['ssl=true&sslmode=verify-full', 'verify-full'],
  ['sslrootcert=system', 'verify-full'],
  ['sslmode=require&uselibpqcompat=true', 'require'],
  ['sslmode=require&sslrootcert=/ca&sslcert=/c&sslkey=/k', 'require'],
])('%j requests %s, and the driver never receives it', (query, mode) => {
  const { tls, url, faults } = of(query);
  expect([tls.mode, url, faults]).toEqual([mode, 'postgresql://ana@db/x', []]);
});

test("the driver's own options remain", () => {
  expect(of('application_name=mi%20app&sslmode=require&connect_timeout=5').url).toBe(
    'postgresql://ana@db/x?application_name=mi%20app&connect_timeout=5',
  );
});

test.each([
  ['-c search_path=taquilla,public', { search_path: 'taquilla,public' }],
  ['-csearch_path=taquilla -c  work_mem=8MB', { search_path: 'taquilla', work_mem: '8MB' }],
  ['--search-path=taquilla', { search_path: 'taquilla' }],
  [String.raw`-c search_path=taquilla,\ public`, { search_path: 'taquilla, public' }],
  ['-c a.b=x=y', { 'a.b': 'x=y' }],
  ['-c SEARCH_PATH=a,b -c Search-Path=Mi', { search_path: 'Mi' }],
  ['-c a.b_2.c$=', { 'a.b_2.c$': '' }],
])('options %j are settings', (options, settings) => {
  const { url, options: read, faults } = of(`options=${encodeURIComponent(options)}`);
  expect([Object.fromEntries(read), url, faults]).toEqual([settings, 'postgresql://ana@db/x', []]);
});

test.each([
  '-B 10',
  'search_path=taquilla',
  '-c',
  '--x',
  '-c a..b=1',
  '-c .a=1',
  '-c a.=1',
  '-c 1a=1',
  '-c a;b=1',
  String.raw`-c a\ b=1`,
  '-c a=1\0',
])('options %j are a fault, and set nothing', (given) => {
  const { faults, options } = of(`options=${encodeURIComponent(given)}`);
  expect([faults.length, options.size]).toEqual([1, 0]);
});

test('other time limits are settings too, which a pooler does not refuse', () => {
  const { settings, url } = of('lock_timeout=5&statement_timeout=6');
  expect([Object.fromEntries(settings), url]).toEqual([
    { lock_timeout: '5', statement_timeout: '6' },
    'postgresql://ana@db/x',
  ]);
});
