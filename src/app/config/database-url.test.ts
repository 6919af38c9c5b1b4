import { expect, test } from 'vitest';
import { readDatabases } from './database-url.ts';

const noFile = (): string => {
  throw Object.assign(new Error('no file'), { code: 'ENOENT' });
};
const read = (url: string, environment: Readonly<Record<string, string>> = {}, readText = noFile) =>
  readDatabases({ DATABASE_URL: url, ...environment }, readText);

test.each([
  'postgresql://ana:gato@db/x',
  'postgresql://ana@/x?host=/run/postgresql',
  'postgres://ana:g%40to@[::1]:5432/x?sslmode=disable',
  'postgresql://ana:gato@db/x?sslmode=require&application_name=mi%20app',
  'postgresql://ana:gato@db/x?sslrootcert=system',
])('%s is passed on unchanged', (url) => {
  expect(read(url)).toEqual({ url, directUrl: null, faults: [] });
});

test('variables of libpq add only what the address leaves out', () => {
  const environment = { PGSSLMODE: 'require', PGOPTIONS: '-c search_path=taquilla' };
  expect(read('postgresql://ana@db/x', environment).url).toBe(
    'postgresql://ana@db/x?sslmode=require&options=-c%20search_path%3Dtaquilla',
  );
  expect(read('postgresql://ana@db/x?sslmode=disable&options=-c%20jit=on', environment).url).toBe(
    'postgresql://ana@db/x?sslmode=disable&options=-c%20jit=on',
  );
  expect(read('postgresql://ana@db/x?ssl=false', { PGSSLMODE: 'require' }).url).toBe(
    'postgresql://ana@db/x?ssl=false',
  );
});

test('an unknown mode and missing files are reported together', () => {
  expect(read('postgresql://ana:gato@db/x?sslmode=yes&sslcert=/no/c&sslkey=/no/k').faults).toEqual([
    expect.stringMatching(/^sslmode in DATABASE_URL must be one of disable, /),
    'sslcert in DATABASE_URL names the file /no/c, which cannot be read (ENOENT: the file does not exist)',
    'sslkey in DATABASE_URL names the file /no/k, which cannot be read (ENOENT: the file does not exist)',
  ]);
});

test.each([
  ['sslmode=verify-ca', 'sslmode=verify-ca in DATABASE_URL needs sslrootcert, the file of the authority'],
  ['sslmode=require&sslrootcert=system', 'sslrootcert=system in DATABASE_URL needs sslmode=verify-full'],
  ['sslcert=/c', 'sslcert and sslkey in DATABASE_URL must be set together'],
  ['sslkey=/k', 'sslcert and sslkey in DATABASE_URL must be set together'],
  [
    'sslrootcert=/ca',
    'sslrootcert in DATABASE_URL names the file /ca, which contains no certificate in PEM format',
  ],
  [
    'sslcert=/c&sslkey=/k',
    'sslcert and sslkey in DATABASE_URL must be a certificate and its key without a passphrase, in PEM format',
  ],
  ['options=tickets', 'options in DATABASE_URL must be settings like -c search_path=tickets'],
])('%s is a fault', (query, fault) => {
  expect(read(`postgresql://ana@db/x?${query}`, {}, () => 'no PEM').faults).toEqual([fault]);
});

test('the direct URL is checked like the first one, and is useless without it', () => {
  const both = read('postgresql://ana@db/x', { DATABASE_DIRECT_URL: 'postgresql://ana@pg/x?sslmode=yes' });
  expect(both.faults).toEqual([expect.stringMatching(/^sslmode in DATABASE_DIRECT_URL must be one of /)]);
  expect(readDatabases({ DATABASE_DIRECT_URL: 'postgresql://ana@pg/x' }, noFile).faults).toEqual([
    'DATABASE_DIRECT_URL is a second address of the database in DATABASE_URL, which is not set',
  ]);
});

test.each(['mysql://ana:gato@db/x', 'gato', 'postgresql://ana:g#gato@db/x', 'postgresql://ana:gato%@db/x'])(
  'no fault of %s repeats the password',
  (url) => {
    const { faults } = read(url);
    expect(faults).toHaveLength(1);
    expect(faults.join()).not.toContain('gato');
  },
);

test.each(['port', 'statement_timeout', 'connect_timeout'])('%s must be a number', (name) => {
  expect(read(`postgresql://ana@/x?host=/run/postgresql&${name}=gato`).faults).toEqual([
    expect.stringMatching(new RegExp(`^${name} in DATABASE_URL must be a whole number from 0 to \\d+$`)),
  ]);
  expect(read(`postgresql://ana@/x?host=/run/postgresql&${name}=5433`).faults).toEqual([]);
});
