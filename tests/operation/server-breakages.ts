import type { Breakage } from './breakage.ts';
import { MAKES_DISKS } from './own-database.ts';

/** Breakages that need a separate disk. */
const DISK: readonly Breakage[] = [
  {
    what: 'the disk of PostgreSQL is full',
    break: async ({ database }) => await database.fillDisk(true),
    mend: async ({ database }) => await database.fillDisk(false),
    check: [
      '✗ backend takes changes: The disk of PostgreSQL at 127.0.0.1:* is full: make room there. (backend.disk-full)',
      75,
    ],
    status: ['✗ database: its disk is full: free some space there, and everything continues by itself'],
    reasons: ['database-full'],
    readyz: { api: 'backend.disk-full', worker: 'backend.disk-full' },
  },
];

/** PostgreSQL and Redis. */
export const SERVERS: readonly Breakage[] = [
  {
    what: 'PostgreSQL is down',
    break: async ({ backendLine }) => backendLine.drop(),
    mend: async ({ backendLine }) => backendLine.mend(),
    check: [
      '✗ backend reachable: The connection to PostgreSQL at 127.0.0.1:* was lost. (backend.unreachable)',
      75,
    ],
    blind: ['backend.unreachable', 75],
    readyz: { api: 'backend.unreachable', worker: 'backend.unreachable' },
  },
  {
    what: 'a migration is missing',
    break: async ({ db }) => void (await db.query(`delete from schema_migrations where name ~ '^0024'`)),
    mend: async ({ db }) =>
      void (await db.query(`insert into schema_migrations (name) values ('0024-audit-names.sql')`)),
    check: [
      '✗ backend migrated: The database "taquilla" at 127.0.0.1:* lacks tables or columns of this version. Run: npm run -s taquilla -- migrate (backend.not-migrated)',
      78,
    ],
    blind: ['backend.not-migrated', 78],
    readyz: { api: 'backend.not-migrated', worker: 'backend.not-migrated' },
  },
  {
    what: 'a newer Taquilla migrated',
    break: async ({ db }) =>
      void (await db.query(`insert into schema_migrations (name) values ('9999-of-tomorrow.sql')`)),
    mend: async ({ db }) => void (await db.query(`delete from schema_migrations where name ~ '^9999'`)),
    check: [
      '✗ backend migrated: The database "taquilla" at 127.0.0.1:* was migrated by a newer Taquilla (9999-of-tomorrow.sql). * (backend.newer-schema)',
      78,
    ],
    blind: ['backend.newer-schema', 78],
    readyz: { api: 'backend.newer-schema', worker: 'backend.newer-schema' },
  },
  {
    what: 'Redis is down',
    break: async ({ queueLine }) => queueLine.drop(),
    mend: async ({ queueLine }) => queueLine.mend(),
    check: [
      '✗ queue: Redis at 127.0.0.1:* (REDIS_URL) closed the connection. The request is recorded and starts later. (queue.unreachable)',
      75,
    ],
    status: ['✗ queue: cannot be reached; requests are recorded and start later'],
    reasons: ['queue-unreachable'],
    readyz: { worker: 'queue.unreachable' },
  },
  {
    what: 'PostgreSQL is a standby',
    break: async ({ postgres }) => await postgres.becomeStandby(),
    mend: async ({ postgres }) => await postgres.promote(),
    check: [
      '✗ backend takes changes: PostgreSQL at 127.0.0.1:* is a standby, which takes no changes: name the primary server in DATABASE_URL. (backend.read-only)',
      75,
    ],
    blind: ['backend.read-only', 75],
    readyz: { api: 'backend.read-only', worker: 'backend.read-only' },
  },
  {
    what: 'the database only reads',
    break: async ({ database }) => await database.alter('set default_transaction_read_only = on'),
    mend: async ({ database }) =>
      await database.ask('alter database taquilla reset default_transaction_read_only'),
    check: [
      '✗ backend takes changes: The database "taquilla" at 127.0.0.1:* takes no changes: it is a standby, or default_transaction_read_only is on. (backend.read-only)',
      75,
    ],
    blind: ['backend.read-only', 75],
    readyz: { api: 'backend.read-only', worker: 'backend.read-only' },
  },
  {
    what: 'PostgreSQL has no connection left',
    break: async ({ database }) => await database.alter('connection limit 0'),
    mend: async ({ database }) => await database.ask('alter database taquilla connection limit -1'),
    check: [
      '✗ backend reachable: PostgreSQL at 127.0.0.1:* has no connection to spare (too many connections for database "taquilla"): raise that limit, or run fewer processes. (backend.too-many-connections)',
      75,
    ],
    blind: ['backend.too-many-connections', 75],
    readyz: { api: 'backend.too-many-connections', worker: 'backend.too-many-connections' },
  },
  {
    what: 'few connections are left',
    break: async ({ db, database }) => {
      const open = `select count(*)::int as open from pg_stat_activity where usename = 'encargado'`;
      const { rows } = await db.query<{ open: number }>(open);
      await database.ask(`alter role encargado connection limit ${(rows[0]?.open ?? 0) + 9}`);
    },
    mend: async ({ database }) => await database.ask('alter role encargado connection limit -1'),
    check: [
      '! connections: * of * are in use (connection limit of the user); a process takes up to 20: raise the limit, or run fewer processes',
      0,
    ],
  },
  {
    what: 'the time limits of the user are too short for much',
    // The settings of our transactions override them once a transaction has begun: until then the setting of the
    // statement counts, and with one millisecond the result would depend on the machine's speed. No transaction
    // sets how long a session may be idle between transactions: a short limit would end connections in the pool.
    break: async ({ database }) => {
      const limits = {
        statement_timeout: '1s',
        lock_timeout: '1ms',
        idle_in_transaction_session_timeout: '1s',
        idle_session_timeout: '15s',
      };
      for (const [name, limit] of Object.entries(limits)) {
        await database.ask(`alter role encargado set ${name} = '${limit}'`);
      }
      await database.alter('connection limit -1');
    },
    mend: async ({ database }) => await database.ask('alter role encargado reset all'),
  },
  ...(MAKES_DISKS ? DISK : []),
];
