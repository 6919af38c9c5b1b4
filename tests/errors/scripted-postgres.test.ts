import { test } from 'vitest';
import type { ErrorKind } from '../../src/kernel/error-kinds.ts';
import { type PostgresScript, startFakePostgres } from '../servers/fake-postgres.ts';
import { expectReported, SECRET } from './reported-error.ts';

const READER = `lector:${SECRET}`;

interface Scripted {
  readonly script: PostgresScript;
  readonly kind: ErrorKind;
  readonly code: string;
  /** `SERVER` is replaced by its address. */
  readonly says: string;
  readonly url?: string;
}

const refusal = (state: string, message: string): PostgresScript => ({ refuses: { state, message } });
const healthy = {
  version: '16.2',
  version_number: '160002',
  encoding: 'UTF8',
  is_standby: 'f',
  is_read_only: 'f',
};

const SCRIPTED: Readonly<Record<string, Scripted>> = {
  'a wrong password': {
    script: { asks: 'password', ...refusal('28P01', 'password authentication failed for user "lector"') },
    kind: 'config',
    code: 'access-denied',
    says: 'PostgreSQL at SERVER refuses the user "lector" or the password in DATABASE_URL.',
  },
  'no password where SCRAM asks for one': {
    script: { asks: 'scram' },
    url: 'postgresql://lector@SERVER/boleteria',
    kind: 'config',
    code: 'access-denied',
    says: 'No password was given, and PostgreSQL at SERVER asks for the one of the user "lector": write it into DATABASE_URL (postgresql://user:password@host:port/database).',
  },
  'a machine that pg_hba.conf does not know': {
    script: refusal('28000', 'no pg_hba.conf entry for host "10.0.0.9", user "lector", no encryption'),
    kind: 'config',
    code: 'access-denied',
    says: 'PostgreSQL at SERVER does not let the user "lector" into the database "boleteria" this way: no pg_hba.conf entry for host "10.0.0.9", user "lector", no encryption.',
  },
  'no connection to spare': {
    script: refusal('53300', 'sorry, too many clients already'),
    kind: 'unavailable',
    code: 'too-many-connections',
    says: 'PostgreSQL at SERVER has no connection to spare (sorry, too many clients already): raise that limit, or run fewer processes.',
  },
  'a server that starts': {
    script: refusal('57P03', 'the database system is starting up'),
    kind: 'unavailable',
    code: 'unreachable',
    says: 'PostgreSQL at SERVER is starting up or shutting down: it takes no connections now.',
  },
  'a full disk': {
    script: refusal('53100', 'could not extend file "base/1/2"'),
    kind: 'unavailable',
    code: 'disk-full',
    says: 'The disk of PostgreSQL at SERVER is full: make room there.',
  },
  PgBouncer: {
    script: refusal('08P01', 'unsupported startup parameter: options'),
    kind: 'config',
    code: 'pooler',
    says: 'A pooler such as PgBouncer answers at SERVER and refuses how a session begins (unsupported startup parameter: options): add that parameter to its ignore_startup_parameters.',
  },
  'PgBouncer without a server behind it': {
    script: refusal('08P01', 'server login has been failing'),
    kind: 'unavailable',
    code: 'unreachable',
    says: 'PostgreSQL at SERVER cannot do this now: server login has been failing.',
  },
  'PgBouncer in statement mode': {
    script: refusal('08P01', 'transaction blocks not allowed in statement pooling mode'),
    kind: 'config',
    code: 'pooler',
    says: 'A pooler answers at SERVER and gives each statement another session (transaction blocks not allowed in statement pooling mode): set pool_mode = transaction there.',
  },
  'PgBouncer without a session to lend': {
    script: refusal('08P01', 'query_wait_timeout'),
    kind: 'unavailable',
    code: 'too-many-connections',
    says: 'PostgreSQL at SERVER has no connection to spare (query_wait_timeout): raise that limit, or run fewer processes.',
  },
  'a pooler that gives a session to several clients': {
    script: refusal('26000', 'prepared statement "x" does not exist'),
    kind: 'config',
    code: 'pooler',
    says: 'A pooler at SERVER gives a session to another client before a statement ends (prepared statement "x" does not exist): set pool_mode = transaction or session there.',
  },
  'a standby': {
    script: { row: { ...healthy, is_standby: 't' } },
    kind: 'unavailable',
    code: 'read-only',
    says: 'PostgreSQL at SERVER is a standby, which takes no changes: name the primary server in DATABASE_URL.',
  },
  'a server that is too old': {
    script: { row: { ...healthy, version: '13.4', version_number: '130004' } },
    kind: 'config',
    code: 'too-old',
    says: 'PostgreSQL at SERVER is version 13.4, and Taquilla needs 15 or newer.',
  },
};

test.each(Object.entries(SCRIPTED))(
  'PostgreSQL says: %s',
  async (_cause, { script, kind, code, says, url }) => {
    const server = await startFakePostgres(script);
    const place = `127.0.0.1:${server.port}`;
    const address = url ?? `postgresql://${READER}@SERVER/boleteria`;
    await expectReported({
      args: ['migrate'],
      env: { DATABASE_URL: address.replace('SERVER', place) },
      kind,
      code: `backend.${code}`,
      says: says.replace('SERVER', place),
    });
    await server.stop();
  },
);
