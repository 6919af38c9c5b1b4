import { expect, test } from 'vitest';
import { isHostAlone, readDatabaseHost } from './database-host.ts';

test.each([
  ['localhost', { host: 'localhost', port: null }],
  ['127.0.0.1', { host: '127.0.0.1', port: null }],
  ['db_7.shop-hosting.example:3310', { host: 'db_7.shop-hosting.example', port: 3310 }],
  ['10.0.0.7:3306', { host: '10.0.0.7', port: 3306 }],
  ['::1', { host: '::1', port: null }],
  ['[::1]', { host: '::1', port: null }],
  ['[2001:db8::7]:3307', { host: '2001:db8::7', port: 3307 }],
  ['localhost:/run/mysqld/mysqld.sock', 'database_socket'],
  ['localhost:3306:/tmp/mysql.sock', 'database_socket'],
  [':/tmp/mysql.sock', 'database_socket'],
  ['/tmp/mysql.sock', 'database_socket'],
  ['[::1]:/tmp/mysql.sock', 'database_socket'],
  ['', 'invalid'],
  [':3306', 'invalid'],
  ['db.example.com:', 'invalid'],
  ['db.example.com:0', 'invalid'],
  ['db.example.com:70000', 'invalid'],
  ['db.example.com:port', 'invalid'],
  ['db.example.com/wordpress', 'invalid'],
  ['[db.example.com]:3306', 'invalid'],
  ['-db', 'invalid'],
  ['two words', 'invalid'],
])('%j is %j', (text, place) => {
  expect(readDatabaseHost(text, null)).toEqual(place);
});

test('a port that is given apart holds where the host has none, and may not be another one', () => {
  expect(readDatabaseHost('db.example.com', 3308)).toEqual({ host: 'db.example.com', port: 3308 });
  expect(readDatabaseHost('::1', 3308)).toEqual({ host: '::1', port: 3308 });
  expect(readDatabaseHost('db.example.com:3308', 3308)).toEqual({ host: 'db.example.com', port: 3308 });
  expect(readDatabaseHost('db.example.com:3307', 3308)).toBe('other_port');
});

test('the usual port is what a form has before anybody wrote one', () => {
  expect(readDatabaseHost('db.example.com:3307', 3306)).toEqual({ host: 'db.example.com', port: 3307 });
});

test.each(['ssh.example.com', 'ssh_7.example', '10.0.0.7', '::1', '2001:db8::7'])(
  '%s is a host alone',
  (text) => {
    expect(isHostAlone(text)).toBe(true);
  },
);

test.each([
  'ssh.example.com:2222',
  '10.0.0.7:22',
  'cafe:22',
  '[::1]',
  '[::1]:22',
  'shop@ssh.example.com',
  'ssh://ssh.example.com',
  'ssh.example.com/home',
  '',
])('%j is no host alone', (text) => {
  expect(isHostAlone(text)).toBe(false);
});
