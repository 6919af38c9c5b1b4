import { expect, test } from 'vitest';
import type { CredentialsReply } from '../../../../src/contract/credentials.ts';
import { bodyOf, type CredentialsValues, leadsElsewhere, partsOf } from './credentials-body.ts';

const TUNNEL: CredentialsValues = {
  name: 'shop',
  transport: 'ssh_tunnel',
  mysql_host: '127.0.0.1',
  mysql_port: 3306,
  mysql_socket: null,
  mysql_by: 'host',
  mysql_username: 'reader',
  mysql_database: 'wordpress',
  tls_mode: 'off',
  tls_ca: null,
  ssh_host: 'ssh.example.com',
  ssh_port: 22,
  ssh_username: 'deploy',
  jump_host: 'jump.example.com',
  jump_port: 22,
  jump_username: 'deploy',
  ssh_auth: 'key',
  jump_auth: 'password',
  over_jump: false,
};

const KEPT = {
  ...TUNNEL,
  jump_host: null,
  jump_port: null,
  jump_username: null,
  has_mysql_password: true,
  has_tls_key: false,
  has_ssh_password: true,
  has_ssh_private_key: true,
  has_ssh_passphrase: true,
  has_jump_password: false,
  has_jump_private_key: false,
  has_jump_passphrase: false,
} as unknown as CredentialsReply;

test('each transport asks for its own parts', () => {
  const parts = (transport: CredentialsValues['transport'], ssh_host: string | null, over_jump = false) =>
    partsOf({ ...TUNNEL, transport, ssh_host, over_jump });
  expect(parts('direct', 'left over', true)).toMatchObject({
    mayUseSsh: false,
    ssh: false,
    jump: false,
    tls: true,
  });
  expect(parts('auto', null, true)).toMatchObject({
    mayUseSsh: true,
    needsSsh: false,
    ssh: false,
    jump: false,
  });
  expect(parts('auto', 'host', true)).toMatchObject({ ssh: true, jump: true, tls: true });
  expect(parts('ssh_exec', null)).toMatchObject({ needsSsh: true, ssh: true, tls: false });
});

test('parts that the transport does not need are not sent, and useless stored ones are deleted', () => {
  const made = bodyOf({ ...TUNNEL, ssh_private_key: 'KEY', ssh_password: 'left over' }, null);
  expect(made).toMatchObject({ ssh_host: 'ssh.example.com', ssh_private_key: 'KEY', jump_host: null });
  expect(Object.keys(made)).not.toContain('ssh_password');
  expect(Object.keys(made)).not.toContain('ssh_auth');

  const direct = bodyOf({ ...TUNNEL, transport: 'direct' }, KEPT);
  expect(direct).toMatchObject({
    ssh_host: null,
    ssh_username: null,
    ssh_password: null,
    ssh_private_key: null,
    ssh_passphrase: null,
  });
  expect(Object.keys(direct)).not.toContain('mysql_password');
});

test('a socket is sent without the entered host and port, and a host without the socket', () => {
  const socket = '/run/mysqld/mysqld.sock';
  const written = { ...TUNNEL, mysql_host: 'db.example.com', mysql_port: 3307, mysql_socket: socket };
  const sent = (mysql_by: CredentialsValues['mysql_by']) => bodyOf({ ...written, mysql_by }, null);
  expect(sent('socket')).toMatchObject({
    mysql_host: 'localhost',
    mysql_port: 3306,
    mysql_socket: socket,
  });
  expect(sent('host')).toMatchObject({
    mysql_host: 'db.example.com',
    mysql_port: 3307,
    mysql_socket: null,
  });
  expect(Object.keys(sent('host'))).not.toContain('mysql_by');
});

test('a new key deletes the passphrase of the old one', () => {
  expect(bodyOf({ ...TUNNEL, ssh_private_key: 'KEY' }, KEPT)).toMatchObject({
    ssh_private_key: 'KEY',
    ssh_passphrase: null,
  });
  expect(Object.keys(bodyOf(TUNNEL, KEPT))).not.toContain('ssh_passphrase');
});

test('reports when stored secrets would go to another address, as the server does', () => {
  expect(leadsElsewhere(TUNNEL, KEPT)).toBe(false);
  expect(leadsElsewhere({ ...TUNNEL, name: 'another', mysql_database: 'other' }, KEPT)).toBe(false);
  expect(leadsElsewhere({ ...TUNNEL, tls_mode: 'verify' }, KEPT)).toBe(false);
  for (const change of [
    { mysql_host: '10.0.0.1' },
    { mysql_port: 3307 },
    { mysql_by: 'socket', mysql_socket: '/run/mysqld/mysqld.sock' },
    { mysql_username: 'other' },
    { tls_mode: 'encrypt' },
    { tls_ca: 'PEM' },
    { ssh_port: 2222 },
    { over_jump: true },
    { transport: 'direct' },
  ] as const) {
    expect([change, leadsElsewhere({ ...TUNNEL, ...change }, KEPT)]).toEqual([change, true]);
  }
});
