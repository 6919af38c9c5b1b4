import { describe, expect, test } from 'vitest';
import { type DatabasePlace, type GivenPlace, isHostAlone, readDatabasePlace } from './database-host.ts';

const read = (given: GivenPlace, before: DatabasePlace | null = null) =>
  readDatabasePlace(given, before, '127.0.0.1');
const onSocket = (socket: string) => ({ host: 'localhost', port: 3306, socket });

describe('a host in the form of DB_HOST', () => {
  test.each([
    ['localhost', { host: 'localhost', port: 3306, socket: null }],
    ['127.0.0.1', { host: '127.0.0.1', port: 3306, socket: null }],
    ['db_7.shop-hosting.example:3310', { host: 'db_7.shop-hosting.example', port: 3310, socket: null }],
    ['10.0.0.7:3306', { host: '10.0.0.7', port: 3306, socket: null }],
    ['::1', { host: '::1', port: 3306, socket: null }],
    ['[::1]', { host: '::1', port: 3306, socket: null }],
    ['[2001:db8::7]:3307', { host: '2001:db8::7', port: 3307, socket: null }],
    ['localhost:/run/mysqld/mysqld.sock', onSocket('/run/mysqld/mysqld.sock')],
    ['localhost:3306:/tmp/mysql.sock', onSocket('/tmp/mysql.sock')],
    [':/tmp/mysql.sock', onSocket('/tmp/mysql.sock')],
    ['/tmp/mysql.sock', onSocket('/tmp/mysql.sock')],
    ['localhost:/tmp/mysql:with_colon.sock', onSocket('/tmp/mysql:with_colon.sock')],
    ['localhost:/srv/u123/my sql.sock', onSocket('/srv/u123/my sql.sock')],
  ])('%j is %j', (host, place) => {
    expect(read({ host })).toEqual(place);
  });

  test.each([
    ['[::1]:/tmp/mysql.sock', 'socket_and_host'],
    ['db.example.com:/tmp/mysql.sock', 'socket_and_host'],
    ['127.0.0.1:/tmp/mysql.sock', 'socket_and_host'],
    ['localhost:3307:/tmp/mysql.sock', 'socket_and_port'],
    ['localhost:/', 'socket_path'],
    ['localhost:/tmp/', 'socket_path'],
    [`:/${'x'.repeat(107)}`, 'socket_path'],
    ['localhost:/tmp/a\nb.sock', 'socket_path'],
    ['', 'invalid'],
    [':3306', 'invalid'],
    ['db.example.com:', 'invalid'],
    ['db.example.com:0', 'invalid'],
    ['db.example.com:70000', 'invalid'],
    ['db.example.com:port', 'invalid'],
    ['db.example.com/wordpress', 'invalid'],
    ['mysql://db.example.com', 'invalid'],
    ['two words:/tmp/mysql.sock', 'invalid'],
    ['[db.example.com]:3306', 'invalid'],
    ['-db', 'invalid'],
    ['two words', 'invalid'],
  ])('%j is refused: %s', (host, rule) => {
    expect(read({ host })).toEqual({ part: 'host', rule });
  });
});

test('a separate port is used if the host has none, and may not differ from it', () => {
  expect(read({ host: 'db.example.com', port: 3308 })).toMatchObject({ host: 'db.example.com', port: 3308 });
  expect(read({ host: '::1', port: 3308 })).toMatchObject({ host: '::1', port: 3308 });
  expect(read({ host: 'db.example.com:3308', port: 3308 })).toMatchObject({ port: 3308 });
  expect(read({ host: 'db.example.com:3307', port: 3308 })).toEqual({ part: 'host', rule: 'other_port' });
});

test('the usual port is the default of a form', () => {
  expect(read({ host: 'db.example.com:3307', port: 3306 })).toMatchObject({ port: 3307 });
  expect(read({ host: 'localhost:/tmp/a.sock', port: 3306 })).toEqual(onSocket('/tmp/a.sock'));
});

describe('a separate socket', () => {
  const socket = '/run/mysqld/mysqld.sock';

  test('is the address, alone or beside localhost', () => {
    expect(read({ socket })).toEqual(onSocket(socket));
    expect(read({ socket, host: 'localhost', port: 3306 })).toEqual(onSocket(socket));
    expect(read({ socket, host: `localhost:${socket}` })).toEqual(onSocket(socket));
  });

  test('excludes any other host, port and socket, and is an absolute path', () => {
    expect(read({ socket, host: '127.0.0.1' })).toEqual({ part: 'socket', rule: 'socket_and_host' });
    expect(read({ socket, port: 3307 })).toEqual({ part: 'socket', rule: 'socket_and_port' });
    expect(read({ socket, host: 'localhost:/tmp/b.sock' })).toEqual({ part: 'host', rule: 'other_socket' });
    for (const wrong of ['mysqld.sock', '', '/', '/tmp/', '/tmp/\u202esock', `/${'ñ'.repeat(54)}`]) {
      expect(read({ socket: wrong })).toEqual({ part: 'socket', rule: 'socket_path' });
    }
    expect(read({ socket: `/${'ñ'.repeat(53)}` })).toEqual(onSocket(`/${'ñ'.repeat(53)}`));
  });
});

test('a new value replaces the old one: a host the socket, a socket the host, and no socket leaves localhost', () => {
  const tcp = { host: 'db.example.com', port: 3307, socket: null };
  const unix = onSocket('/tmp/a.sock');
  expect(read({}, tcp)).toEqual(tcp);
  expect(read({}, unix)).toEqual(unix);
  expect(read({ socket: '/tmp/b.sock' }, tcp)).toEqual(onSocket('/tmp/b.sock'));
  expect(read({ host: 'db2.example.com' }, tcp)).toEqual({ ...tcp, host: 'db2.example.com' });
  expect(read({ host: '10.0.0.7' }, unix)).toEqual({ host: '10.0.0.7', port: 3306, socket: null });
  expect(read({ socket: null }, unix)).toEqual({ host: 'localhost', port: 3306, socket: null });
  expect(read({ port: 3307 }, unix)).toEqual({ part: 'port', rule: 'socket_and_port' });
  expect(read({ port: 3306 }, unix)).toEqual(unix);
});

test.each(['ssh.example.com', 'ssh_7.example', '10.0.0.7', '::1', '2001:db8::7'])(
  '%s is a host without a port',
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
])('%j is not a host without a port', (text) => {
  expect(isHostAlone(text)).toBe(false);
});
