import { expect, test } from 'vitest';
import { readDatabaseUrl } from './database-url.ts';

const noFile = (): string => {
  throw Object.assign(new Error('no file'), { code: 'ENOENT' });
};
const read = (url: string) => readDatabaseUrl(url, noFile);

test.each(['allow', 'prefer', 'require', 'verify-ca', 'verify-full'])(
  'sslmode=%s looks at the certificate, and the driver has nothing to warn of',
  (mode) => {
    const url = `postgresql://ana:gato@db/x?sslmode=${mode}&application_name=mi%20app`;
    expect(read(url).url).toContain('sslmode=verify-full');
    expect(read(url).url).toContain('application_name=mi%20app');
    expect(read(url).faults).toEqual([]);
  },
);

test.each([
  'postgresql://ana:gato@db/x',
  'postgresql://ana@/x?host=/run/postgresql',
  'postgres://ana:g%40to@[::1]:5432/x?sslmode=disable',
  'postgresql://ana:gato@db/x?sslmode=no-verify',
  'postgresql://ana:gato@db/x?sslmode=require&uselibpqcompat=true',
])('%s is handed on as it is', (url) => {
  expect(read(url)).toEqual({ url, faults: [] });
});

test('a mode that nobody knows, and files that are not there, are told together', () => {
  expect(read('postgresql://ana:gato@db/x?sslmode=yes&sslcert=/no/c&sslkey=/no/k').faults).toEqual([
    expect.stringMatching(/^sslmode in DATABASE_URL must be one of disable, /),
    'sslcert in DATABASE_URL names the file /no/c, which cannot be read (ENOENT: there is no such file)',
    'sslkey in DATABASE_URL names the file /no/k, which cannot be read (ENOENT: there is no such file)',
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
