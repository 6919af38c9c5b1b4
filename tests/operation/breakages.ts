import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:net';
import { Redis } from 'ioredis';
import type { Machine } from '../../src/app/surroundings.ts';
import { newId } from '../../src/kernel/ids.ts';
import { closedPort } from '../alerts/mail-server.ts';
import { startWorker } from '../tasks/workers.ts';
import type { WellWorld } from './well-world.ts';

/** One thing that is broken, and what everybody must say of it. What is not named must go on saying that all is well. */
export interface Breakage {
  readonly what: string;
  readonly break?: (world: WellWorld) => Promise<void>;
  readonly mend?: (world: WellWorld) => Promise<void>;
  /** Settings that `check` runs with. */
  readonly env?: Readonly<Record<string, string>> | ((world: WellWorld) => Promise<Record<string, string>>);
  readonly machine?: Machine;
  /** Its line, and the exit code; 0 is a warning. */
  readonly check?: readonly [line: string, exitCode: number];
  /** Its line. */
  readonly status?: readonly string[];
  /** As in `management/health/`; the command exits with 1 where there are some. */
  readonly reasons?: readonly string[];
  readonly notices?: readonly string[];
  /** What may come beside them while a test looks. */
  readonly mayAlso?: readonly string[];
  /** What `status` ends with where it cannot look. */
  readonly blind?: readonly [code: string, exitCode: number];
  readonly readyz?: { readonly api?: string; readonly worker?: string };
  /** The mail that goes out. */
  readonly subject?: string;
}

const here = '127.0.0.1';

async function command(world: WellWorld, name: string, ...args: string[]): Promise<void> {
  const client = new Redis(world.redis.url, { lazyConnect: true });
  await client.connect();
  await client.call(name, ...args);
  client.disconnect();
}

/** A Redis that tells an older version of itself. */
async function oldRedis(world: WellWorld): Promise<string> {
  const to = Number(new URL(world.redis.url).port);
  const server = createServer((near) => {
    const far = connect(to, here);
    near.on('error', () => far.destroy()).pipe(far);
    far.on('error', () => near.destroy());
    far.on('data', (bytes) =>
      near.write(bytes.toString('latin1').replace(/redis_version:\d/, 'redis_version:4'), 'latin1'),
    );
    far.on('end', () => near.end());
  });
  await new Promise<void>((resolve) => server.listen(0, here, resolve));
  server.unref();
  return `redis://${here}:${(server.address() as AddressInfo).port}/0`;
}

const INSTALLATION: readonly Breakage[] = [
  {
    what: 'the secret key is missing',
    env: { TAQUILLA_SECRET_KEY: '' },
    check: [
      '✗ secret key: Set TAQUILLA_SECRET_KEY (or TAQUILLA_SECRET_KEY_FILE), which seals the secrets of stores: openssl rand -base64 32 (config.secret-key-needed)',
      78,
    ],
  },
  {
    what: 'the secret key is another one',
    env: { TAQUILLA_SECRET_KEY: 'another key, which is also long enough' },
    check: [
      '✗ secret key: A saved secret cannot be opened: TAQUILLA_SECRET_KEY is not the one that it was sealed with, or the row was altered. (secret.cannot-open)',
      78,
    ],
  },
  {
    what: 'a setting is misspelt',
    env: { PORTT: '8000' },
    check: ['! settings: PORTT is no setting of Taquilla and has no effect; the nearest one is PORT', 0],
  },
  {
    what: 'PUBLIC_URL is missing',
    env: { PUBLIC_URL: '' },
    check: [
      '! links: PUBLIC_URL is not set: alerts carry no link to the panel; set it to the address of the panel',
      0,
    ],
  },
  {
    what: 'nobody is told',
    env: { ALERT_EMAILS: '', ALERT_WEBHOOK_URL: '' },
    check: ['! alerts: nobody is told: ALERT_EMAILS names nobody, and no superuser wants alerts', 0],
  },
  {
    what: 'the clock is wrong',
    machine: { now: () => new Date(Date.now() + 3_600_000), freeBytes: async () => 2 ** 40 },
    check: [
      '✗ clock: The clock of this machine is 3600 seconds ahead of that of PostgreSQL. (machine.clock-skewed)',
      78,
    ],
  },
  {
    what: 'no Redis listens where the command looks',
    env: async () => ({ REDIS_URL: `redis://${here}:${await closedPort()}/0` }),
    check: ['✗ queue: The Redis at 127.0.0.1:* cannot be reached now. (queue.unreachable)', 75],
  },
  {
    what: 'Redis throws keys away',
    break: async (world) => await command(world, 'config', 'set', 'maxmemory-policy', 'allkeys-lru'),
    mend: async (world) => await command(world, 'config', 'set', 'maxmemory-policy', 'noeviction'),
    check: [
      '✗ Redis policy: Redis may throw jobs away when its memory is full: its maxmemory-policy is allkeys-lru and must be noeviction. (queue.eviction-policy)',
      78,
    ],
  },
  {
    what: 'Redis is too old',
    env: async (world) => ({ REDIS_URL: await oldRedis(world) }),
    check: ['✗ Redis version: Redis is version 4.*; Taquilla needs 5.0 or newer. (queue.redis-too-old)', 78],
  },
  {
    what: 'the mail server is down',
    break: async ({ mail }) => await mail.become('down'),
    mend: async ({ mail }) => await mail.become('well'),
    check: ['✗ mail server: The mail server at 127.0.0.1:* cannot be reached. (alert.mail-server-away)', 75],
  },
  {
    what: 'the mail server greets with 554',
    break: async ({ mail }) => await mail.become('refuses-connections'),
    mend: async ({ mail }) => await mail.become('well'),
    check: [
      '✗ mail server: The mail server at 127.0.0.1:* takes no messages: it answers 554. (alert.mail-server-away)',
      75,
    ],
  },
  {
    what: 'the mail server refuses the password',
    break: async ({ mail }) => await mail.become('refuses-sign-in'),
    mend: async ({ mail }) => await mail.become('well'),
    check: [
      '✗ mail server: The mail server at 127.0.0.1:* refuses the user or the password in SMTP_URL. (alert.mail-sign-in-refused)',
      78,
    ],
  },
  {
    what: 'the webhook is dead',
    break: async (world) => await world.setHook(false),
    mend: async (world) => await world.setHook(true),
    check: ['✗ webhook: The webhook at 127.0.0.1:* takes no connections. (alert.webhook-away)', 75],
  },
  {
    what: 'the name of the webhook leads nowhere',
    env: { ALERT_WEBHOOK_URL: 'https://hooks.invalid/alerts' },
    check: ['✗ webhook: The name hooks.invalid in ALERT_WEBHOOK_URL leads nowhere. (alert.webhook-away)', 75],
  },
];

const BACKEND: readonly Breakage[] = [
  {
    what: 'PostgreSQL is down',
    break: async ({ backendLine }) => backendLine.drop(),
    mend: async ({ backendLine }) => backendLine.mend(),
    check: ['✗ backend reachable: The PostgreSQL backend cannot be reached. (backend.unreachable)', 75],
    blind: ['backend.unreachable', 75],
    readyz: { api: 'backend.unreachable', worker: 'backend.unreachable' },
  },
  {
    what: 'a migration is missing',
    break: async ({ db }) => void (await db.query(`delete from schema_migrations where name ~ '^0019'`)),
    mend: async ({ db }) =>
      void (await db.query(`insert into schema_migrations (name) values ('0019-service-processes.sql')`)),
    check: ['✗ backend migrated: The PostgreSQL backend lacks tables. * (backend.not-migrated)', 78],
    blind: ['backend.not-migrated', 78],
    readyz: { api: 'backend.not-migrated', worker: 'backend.not-migrated' },
  },
  {
    what: 'a newer Taquilla migrated',
    break: async ({ db }) =>
      void (await db.query(`insert into schema_migrations (name) values ('9999-of-tomorrow.sql')`)),
    mend: async ({ db }) => void (await db.query(`delete from schema_migrations where name ~ '^9999'`)),
    check: [
      '✗ backend migrated: This database was migrated by a newer Taquilla. * (backend.newer-schema)',
      78,
    ],
    blind: ['backend.newer-schema', 78],
    readyz: { api: 'backend.newer-schema', worker: 'backend.newer-schema' },
  },
  {
    what: 'Redis is down',
    break: async ({ queueLine }) => queueLine.drop(),
    mend: async ({ queueLine }) => queueLine.mend(),
    check: ['✗ queue: The Redis at 127.0.0.1:* cannot be reached now. (queue.unreachable)', 75],
    status: ['✗ queue: cannot be reached; what is asked for is written down and starts later'],
    reasons: ['queue-unreachable'],
    readyz: { worker: 'queue.unreachable' },
  },
];

const PROCESSES: readonly Breakage[] = [
  {
    what: 'no worker runs',
    break: async (world) => await world.stopWorker(),
    mend: async (world) => await world.startWorker(),
    status: ['✗ processes: 1 scheduler; no worker takes critical, default, maintenance, notifications'],
    reasons: ['worker-missing'],
  },
  {
    what: 'no worker takes some queues',
    break: async (world) => await world.startWorker(['critical', 'default']),
    mend: async (world) => await world.startWorker(),
    status: ['✗ processes: 1 worker, 1 scheduler; no worker takes maintenance, notifications'],
    reasons: ['worker-missing'],
  },
  {
    what: 'neither a worker nor a scheduler runs',
    break: async (world) => {
      await world.stopWorker();
      await world.stopScheduler();
    },
    mend: async (world) => {
      await world.startScheduler();
      await world.startWorker();
    },
    status: ['✗ processes: none is alive; no process keeps the schedule or takes jobs'],
    reasons: ['worker-missing', 'scheduler-missing'],
  },
  {
    what: 'a worker is killed',
    break: async (world) => {
      await world.stopWorker();
      const place = { kind: 'redis', url: world.env['REDIS_URL'] ?? '' } as const;
      const killed = await startWorker({
        backendUrl: world.url,
        place,
        storeUrl: world.store.url,
        death: null,
      });
      await world.untilAlive('worker');
      await killed.kill();
    },
    mend: async (world) => {
      await world.db.query(`delete from service_processes where role = 'worker'`);
      await world.startWorker();
    },
    status: [
      '✗ processes: 1 scheduler; no worker takes critical, default, maintenance, notifications; worker *:* was last seen * ago',
    ],
    reasons: ['worker-missing'],
  },
  {
    what: 'the tick is late',
    break: async ({ db }) => {
      await db.query(`update schedule_ticks set last_tick_at = now() - interval '1 hour'`);
      await db.query(`update service_processes set started_at = now() - interval '2 hours'`);
    },
    mend: async ({ db }) => void (await db.query('update schedule_ticks set last_tick_at = now()')),
    status: ['✗ schedule: last looked through 60 min ago; it should be every 15 minutes'],
    reasons: ['tick-late'],
  },
  {
    what: 'a configuration is overdue',
    // one of the schedule would be made up for by a tick
    break: async ({ db }) =>
      void (await db.query(
        `update sync_configurations set frequency = 'manual', next_due_at = now() - interval '2 hours'`,
      )),
    mend: async ({ db }) =>
      void (await db.query(
        `update sync_configurations set frequency = 'daily', next_due_at = now() + interval '1 hour'`,
      )),
    status: ['✗ schedule: 1 configuration is overdue, with nothing under way'],
    reasons: ['schedule-late'],
  },
];

const STORES: readonly Breakage[] = [
  {
    what: 'the store is dead',
    break: async (world) => {
      await world.setStore(false);
      await world.stores.sync();
    },
    mend: async (world) => {
      await world.setStore(true);
      await world.stores.sync();
    },
    status: [
      '✗ store shop: out of reach for * s (store.unreachable); last answered * ago',
      '✗ configurations: 1 in error: Gala',
      '✗ incidents: 1 open: store_unreachable (store.unreachable) for * s',
    ],
    reasons: ['store-unreachable', 'configuration-error', 'incident-open'],
    subject: '[Taquilla] Store out of reach: shop',
  },
  {
    what: 'the store refuses the sign-in',
    break: async ({ stores }) => {
      await stores.setPassword(false);
      await stores.sync();
    },
    mend: async ({ stores }) => {
      await stores.setPassword(true);
      await stores.sync();
    },
    status: [
      '✗ store shop: refuses us (store.access-denied); last answered * ago',
      '✗ configurations: 1 in error: Gala',
      '✗ incidents: 1 open: credentials_failing (store.access-denied) for * s',
    ],
    reasons: ['store-refused', 'configuration-error', 'incident-open'],
    subject: '[Taquilla] Credentials are refused: shop',
  },
  {
    what: 'the SSH host of a store has another key',
    break: async ({ stores }) => {
      await stores.replaceSshHost();
      await stores.test(stores.sshId);
    },
    mend: async ({ stores }) => {
      await stores.trustSshHost();
      await stores.test(stores.sshId);
    },
    status: [
      '✗ store shop over SSH: refuses us (store.host-key-changed); last answered * ago',
      '✗ incidents: 1 open: credentials_failing (store.host-key-changed) for * s',
    ],
    reasons: ['store-refused', 'incident-open'],
    subject: '[Taquilla] Credentials are refused: shop over SSH',
  },
];

const WORK: readonly Breakage[] = [
  {
    what: 'a configuration is in error',
    break: async ({ db, stores }) => {
      await db.query('update sync_configurations set woo_product_id = 1 where id = $1', [
        stores.configurationId,
      ]);
      await stores.sync();
    },
    mend: async ({ db, stores }) => {
      const sql = 'update sync_configurations set woo_product_id = 173911 where id = $1';
      await db.query(sql, [stores.configurationId]);
      await stores.sync();
    },
    status: [
      '✗ configurations: 1 in error: Gala',
      '✗ incidents: 1 open: sync_failed (store.no-such-product) for * s',
    ],
    reasons: ['configuration-error', 'incident-open'],
    subject: '[Taquilla] Sync failed: Gala',
  },
  {
    what: 'a configuration is stale',
    break: async ({ db }) =>
      void (await db.query(
        `update sync_configurations set last_success_at = now() - interval '4 days',
           scheduled_since = now() - interval '9 days', next_due_at = now() + interval '1 hour'`,
      )),
    mend: async ({ stores }) => void (await stores.sync()),
    status: ['✗ configurations: 1 without a success for too long: Gala'],
    reasons: ['configuration-stale'],
    // the alerts look for it once a minute
    mayAlso: ['incident-open'],
  },
  {
    what: 'a proof was not verified',
    break: async (world) => await unverify(world),
    mend: async ({ stores }) => void (await stores.sync()),
    status: ['✗ configurations: 1 not verified: Gala', '✗ incidents: 1 open: proof_unverified for * s'],
    reasons: ['configuration-unverified', 'incident-open'],
    subject: '[Taquilla] Both sides differ: Gala',
  },
  {
    what: 'the mail of an alert is refused with 554',
    break: async (world) => {
      await world.mail.become('refuses-recipients');
      await unverify(world);
    },
    mend: async (world) => {
      await world.mail.become('well');
      await world.stores.sync();
      await world.db.query('update alert_messages set next_attempt_at = now() where sent_at is null');
    },
    status: [
      '✗ configurations: 1 not verified: Gala',
      '✗ incidents: 1 open: proof_unverified for * s',
      '✗ messages: 1 undelivered: mail to ops@example.com (alert.mail-refused)',
    ],
    reasons: ['configuration-unverified', 'incident-open', 'message-undelivered'],
  },
  {
    what: 'an incident is open',
    break: async ({ db }) =>
      void (await db.query(
        `insert into alert_incidents (id, cause_key, kind, error_code, opened_at, last_seen_at)
         values ($1, 'code:internal.unclassified', 'sync_failed', 'internal.unclassified', now(), now())`,
        [newId()],
      )),
    mend: async ({ db }) => void (await db.query('update alert_incidents set resolved_at = now()')),
    status: ['✗ incidents: 1 open: sync_failed (internal.unclassified) for * s'],
    reasons: ['incident-open'],
  },
  {
    what: 'a row could not be read',
    break: async ({ db, stores }) =>
      void (await db.query(
        `insert into sync_rejects (id, configuration_id, execution_id, kind, woo_id, code, message, raw)
         select $2, $1, e.id, 'order', 7, 'time.malformed', 'A date that is none.', '{}'
         from sync_executions e where e.configuration_id = $1 limit 1`,
        [stores.configurationId, newId()],
      )),
    mend: async ({ db }) => void (await db.query('update sync_rejects set settled_at = now()')),
    status: ['! rejects: 1 row could not be read'],
    notices: ['reject-waiting'],
  },
  {
    what: 'a conflict waits',
    break: async ({ db, stores }) =>
      void (await db.query(
        `insert into conflicts (id, configuration_id, execution_id, table_name, row_id, field, kind, base, ours, theirs)
         select $2, $1, e.id, 'events', v.id, 'title', 'edited', '"a"', '"b"', '"c"'
         from sync_executions e, events v where e.configuration_id = $1 limit 1`,
        [stores.configurationId, newId()],
      )),
    mend: async ({ db }) => void (await db.query('delete from conflicts')),
    status: ['! conflicts: 1 waits for a decision'],
    notices: ['conflict-waiting'],
  },
];

/** As if its last execution had found a difference. */
async function unverify({ db }: WellWorld): Promise<void> {
  await db.query(
    `update sync_executions set verification = 'unverified', judged_at = null
     where id = (select id from sync_executions where verification is not null order by created_at desc limit 1)`,
  );
}

export const BREAKAGES: readonly Breakage[] = [...INSTALLATION, ...BACKEND, ...PROCESSES, ...STORES, ...WORK];
