import { describe, expect, it } from 'vitest';
import {
  bodyOf,
  type CredentialsValues,
  FIELD_TRAVEL,
  leadsElsewhere as panelLeadsElsewhere,
} from '../../admin/src/credentials/form/credentials-body.ts';
import { valuesOf } from '../../admin/src/credentials/form/credentials-values.ts';
import {
  type Credentials,
  type CredentialsSettings,
  DEFAULT_LIMITS,
} from '../../src/backend/credentials/credentials-model.ts';
import { leadsElsewhere, TRAVEL } from '../../src/backend/credentials/credentials-move.ts';
import { bySecret, SETTING_COLUMNS, settingsValues } from '../../src/backend/credentials/credentials-row.ts';
import type { CredentialsPatch } from '../../src/contract/credentials.ts';
import { settingsFrom } from '../../src/credentials/credentials-fields.ts';
import { shownCredentials } from '../../src/http/replies/shown-credentials.ts';

const SSH = { host: 'ssh.example.com', port: 22, username: 'deploy' };
const JUMP = { host: 'jump.example.com', port: 22, username: 'deploy' };
const TUNNEL: CredentialsSettings = {
  name: 'shop',
  transport: 'ssh_tunnel',
  host: 'db.example.com',
  port: 3306,
  socket: null,
  username: 'reader',
  database: 'wordpress',
  tablePrefix: null,
  textEncoding: 'auto',
  orderNumberMeta: '_invoice_number',
  tlsMode: 'encrypt',
  tlsCa: null,
  tlsCertificate: null,
  ssh: SSH,
  jump: JUMP,
  ...DEFAULT_LIMITS,
};

/** For each setting, a change of it alone, and whether the secrets must be entered again. */
const CHANGES: Readonly<Record<keyof CredentialsSettings, readonly (readonly [unknown, boolean])[]>> = {
  name: [['other', false]],
  transport: [
    ['direct', true],
    ['auto', true],
    ['ssh_exec', true],
  ],
  host: [['evil.example.com', true]],
  port: [[3307, true]],
  socket: [['/run/mysqld/mysqld.sock', true]],
  username: [['root', true]],
  database: [['other', false]],
  tablePrefix: [['wp_', false]],
  textEncoding: [['utf8mb4', false]],
  orderNumberMeta: [
    ['_other_number', false],
    [null, false],
  ],
  tlsMode: [
    ['off', true],
    ['verify', false],
  ],
  tlsCa: [['PEM', true]],
  tlsCertificate: [['PEM', false]],
  ssh: [
    [null, true],
    [{ ...SSH, host: 'evil.example.com' }, true],
    [{ ...SSH, port: 2222 }, true],
    [{ ...SSH, username: 'root' }, true],
  ],
  jump: [
    [null, true],
    [{ ...JUMP, host: 'evil.example.com' }, true],
    [{ ...JUMP, port: 2222 }, true],
    [{ ...JUMP, username: 'root' }, true],
  ],
  connectTimeoutMs: [[5_000, false]],
  maxConnections: [[1, false]],
  statementLimitS: [[60, false]],
  rowsPerSecond: [[10, false]],
  maxConcurrentSyncs: [[3, false]],
  liveCeilingSeconds: [[60, false]],
  sweepSeconds: [[5, false]],
};

function kept(settings: CredentialsSettings): Credentials {
  return {
    ...settings,
    id: '01980000-0000-7000-8000-000000000000',
    origin: 'saved',
    has: bySecret(() => true),
    sshHostKey: null,
    jumpHostKey: null,
    mysqlServerKey: null,
    maySignInUnverified: false,
    unverifiedAuthSinceUtc: null,
    isActive: true,
    isDefault: false,
    lastTransport: null,
    lastTestedAtUtc: null,
    lastTestSuccess: null,
    lastTestResult: null,
  };
}

describe('whether a change needs the secrets again', () => {
  it('is decided for every setting, on the server and in the panel', () => {
    expect(Object.keys(TRAVEL).sort()).toEqual(Object.keys(TUNNEL).sort());
    // A host has three columns; an unclassified column changes one of these numbers.
    expect(settingsValues(TUNNEL)).toHaveLength(SETTING_COLUMNS.length);
    expect(Object.keys(TRAVEL)).toHaveLength(SETTING_COLUMNS.length - 4);
    const written = Object.keys(valuesOf(shownCredentials(kept({ ...TUNNEL, ...EVERYTHING }))));
    const settings = written.filter(
      (field) => !['mysql_by', 'ssh_auth', 'jump_auth', 'over_jump'].includes(field),
    );
    expect(Object.keys(FIELD_TRAVEL).sort()).toEqual(settings.sort());
  });

  it.each(Object.keys(TRAVEL) as (keyof CredentialsSettings)[])('follows a change of %s', (field) => {
    for (const [value, expected] of CHANGES[field]) {
      const after = { ...TUNNEL, [field]: value };
      expect([value, leadsElsewhere(TUNNEL, after)]).toEqual([value, expected]);
    }
  });

  it('follows the connections that a transport uses', () => {
    const open: CredentialsSettings = { ...TUNNEL, ssh: null, jump: null };
    const cases: readonly (readonly [CredentialsSettings, Partial<CredentialsSettings>, boolean])[] = [
      [{ ...TUNNEL, transport: 'auto' }, { transport: 'ssh_tunnel' }, false],
      [{ ...TUNNEL, transport: 'auto' }, { transport: 'ssh_exec' }, false],
      [{ ...TUNNEL, transport: 'auto' }, { transport: 'direct' }, true],
      [{ ...TUNNEL, transport: 'direct' }, { transport: 'auto' }, true],
      [{ ...open, transport: 'auto' }, { transport: 'direct' }, false],
      [{ ...open, transport: 'direct' }, { transport: 'auto' }, false],
      [{ ...open, tlsMode: 'verify' }, { tlsMode: 'encrypt' }, true],
      [{ ...open, tlsMode: 'verify' }, { tlsMode: 'off' }, true],
      [{ ...open, tlsMode: 'off' }, { tlsMode: 'encrypt' }, true],
      [{ ...open, tlsMode: 'off' }, { tlsMode: 'verify' }, false],
    ];
    for (const [before, change, expected] of cases) {
      expect([before.transport, change, leadsElsewhere(before, { ...before, ...change })]).toEqual([
        before.transport,
        change,
        expected,
      ]);
    }
  });

  it('is the same for the panel and the server, for any two changes at once', () => {
    const changes: readonly Partial<CredentialsValues>[] = [
      {},
      { name: 'other' },
      ...(['auto', 'direct', 'ssh_tunnel', 'ssh_exec'] as const).map((transport) => ({ transport })),
      { mysql_host: 'evil.example.com' },
      { mysql_port: 3307 },
      { mysql_by: 'socket', mysql_socket: '/run/mysqld/mysqld.sock' },
      { mysql_by: 'socket', mysql_socket: '/tmp/mysql.sock' },
      { mysql_by: 'host' },
      { mysql_username: 'root' },
      { mysql_database: 'other' },
      { table_prefix: 'wp_' },
      ...(['off', 'encrypt', 'verify'] as const).map((tls_mode) => ({ tls_mode })),
      { tls_ca: 'PEM' },
      { tls_certificate: 'PEM' },
      { ssh_host: 'evil.example.com', ssh_username: 'deploy' },
      { ssh_host: null },
      { ssh_port: 2222 },
      { ssh_username: 'root' },
      { over_jump: false },
      { over_jump: true, jump_host: 'jump.example.com', jump_username: 'deploy' },
      { jump_port: 2222 },
      { max_connections: 1 },
    ];
    const befores: readonly CredentialsSettings[] = [
      TUNNEL,
      { ...TUNNEL, host: 'localhost', socket: '/tmp/mysql.sock' },
      { ...TUNNEL, transport: 'auto', jump: null },
      { ...TUNNEL, transport: 'auto', ssh: null, jump: null },
      { ...TUNNEL, transport: 'direct', ssh: null, jump: null, tlsMode: 'verify', tlsCa: 'PEM' },
    ];
    let compared = 0;
    for (const before of befores) {
      const reply = shownCredentials(kept(before));
      for (const one of changes) {
        for (const other of changes) {
          const values = { ...valuesOf(reply), ...one, ...other } as unknown as CredentialsValues;
          const after = serverSettings(values, before);
          if (after === null) continue;
          compared += 1;
          const moves = [before.transport, one, other];
          expect([...moves, panelLeadsElsewhere(values, reply)]).toEqual([
            ...moves,
            leadsElsewhere(before, after),
          ]);
        }
      }
    }
    expect(compared).toBeGreaterThan(1_000);
  });
});

const EVERYTHING = {
  liveCeilingSeconds: 60,
  sweepSeconds: 5,
  socket: '/tmp/mysql.sock',
  tablePrefix: 'wp_',
  tlsCa: 'PEM',
  tlsCertificate: 'PEM',
  rowsPerSecond: 1,
};

/** The server's reading of the form's body; null if the server refuses it as incomplete. */
function serverSettings(values: CredentialsValues, before: CredentialsSettings): CredentialsSettings | null {
  try {
    return settingsFrom(bodyOf(values, shownCredentials(kept(before))) as CredentialsPatch, before);
  } catch {
    return null;
  }
}
