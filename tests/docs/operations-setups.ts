import { expect } from 'vitest';
import { closedPort } from '../alerts/mail-server.ts';
import { waitFor } from '../tasks/wait-for.ts';
import { BACKUP } from './backup-setup.ts';
import { GIVES_PASSWORD, type PageSetup, STORE_PASSWORD } from './page-setup.ts';
import { addUser } from './panel-visits.ts';
import { REMOVALS_HELD } from './removals-setup.ts';
import { addUnprotectedStore, stopTlsStore } from './tls-store.ts';
import {
  breakPassword,
  firstItem,
  mendMailTheSecondTime,
  mendPassword,
  requireMended,
  SYNC,
  untilIncident,
} from './troubles.ts';

/** The operations pages: each begins with the problem that it describes. */
export const OPERATIONS: readonly PageSetup[] = [
  {
    page: 'docs/operations/README.md',
    says: 'The commands of these pages run where the service runs, with its settings.',
    begins: 'synced',
    prepare: async (reader) => {
      await reader.serve();
      await breakPassword(reader);
      await untilIncident(reader);
    },
    exits: [[/^taquilla status$/, 1, '`status` exits with 1 when something is not well']],
    shows: [
      [/^taquilla status$/, /Not healthy: .*configuration-error/],
      [/^taquilla configurations list$/, 'Evento Híbrido 2025'],
      [/^taquilla alerts list$/, 'store.access-denied'],
    ],
  },
  {
    page: 'docs/operations/backend-unreachable.md',
    says: 'PostgreSQL does not answer',
    begins: 'synced',
    prepare: async (reader) =>
      void (await reader.must(
        `export DATABASE_URL=postgresql://taquilla@127.0.0.1:${await closedPort()}/taquilla`,
      )),
    exits: [[/^taquilla check$/, 75, 'Its exit code is 75 while PostgreSQL does not answer']],
    shows: [[/^taquilla check$/, '(backend.unreachable)']],
  },
  BACKUP,
  {
    page: 'docs/operations/clock-skewed.md',
    says: 'The line `clocks` names each process with a wrong clock.',
    begins: 'synced',
    prepare: async (reader) => await reader.serve(),
    shows: [[/^taquilla status$/, '✓ clocks: those of all processes agree with that of PostgreSQL']],
  },
  {
    page: 'docs/operations/disk-full.md',
    says: 'journals and logs of old executions take the most space.',
    begins: 'synced',
    prepare: async ({ db }) => {
      await db.query(`update sync_executions set created_at = created_at - interval '50 days'`);
    },
    shows: [[/cleanup$/, 'old execution']],
  },
  {
    page: 'docs/operations/doubles.md',
    says: 'Two configurations, or a configuration and an event that was left behind, keep the same product',
    begins: 'synced',
    prepare: async (reader) => {
      await reader.must(
        `taquilla configurations add --credentials shop --product 173911 --event-name "Again" \\
          --organizer-email another@example.com --another-organizer`,
      );
      await reader.must('taquilla sync --configuration Again');
      await reader.serve();
      await reader.makeToken();
    },
    shows: [
      [/^taquilla check$/, '! doubles'],
      [/retire/, '"removed_at":"'],
    ],
  },
  {
    page: 'docs/operations/host-key-changed.md',
    says: 'The SSH host shows another key',
    begins: 'synced',
    prepare: async ({ db }) => {
      await db.query(
        `update sync_credentials set ssh_host_key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ8dYCx0n3mS1bwaWcHYl2vGQ2f9m6QGqkPM1eKk2gYI'`,
      );
    },
    exits: [[/^taquilla credentials test shop$/, 78, 'Its exit code is 78 until a key is confirmed.']],
    shows: [
      [/^taquilla credentials test shop$/, 'store.host-key-changed'],
      [/--accept-host-key/, '✓ database, WooCommerce'],
    ],
  },
  {
    page: 'docs/operations/mail-not-sent.md',
    says: 'An incident is open and its message was not delivered.',
    begins: 'synced',
    prepare: async (reader) => {
      await reader.world.mail.become('refuses-recipients');
      await reader.serve();
      await breakPassword(reader);
      await waitFor(
        async () => await reader.one('select count(*) from alert_messages where attempts > 0'),
        (tried) => tried !== '0',
      );
    },
    before: [[/^taquilla alerts test$/, async ({ world }) => await mendMailTheSecondTime(world)]],
    exits: [[/^taquilla alerts test$/, 75, '`alerts test` exits with 75 while a message is not delivered.']],
    shows: [
      [/^taquilla check$/, '✓ alerts: sent by mail'],
      [/^taquilla alerts show/, 'alert.mail-refused'],
    ],
    restore: async ({ world }) => await world.mail.become('well'),
  },
  {
    page: 'docs/operations/process-down.md',
    says: 'It runs and is not ready: ask why.',
    begins: 'synced',
    prepare: async (reader) => await reader.serve('worker'),
    shows: [[/readyz/, '"status":"ready"']],
  },
  {
    page: 'docs/operations/rejects.md',
    says: 'A row of the store is malformed',
    begins: 'synced',
    prepare: async (reader) => {
      await reader.world.store.exec(`update wp_woocommerce_order_itemmeta set meta_value = concat(meta_value, ' €')
        where meta_key = '_line_total' and order_item_id = ${await firstItem(reader)}`);
      await reader.must(`${SYNC} --depth full`);
    },
    shows: [
      [/^taquilla configurations list$/, 'verified with rejects'],
      [/^taquilla executions show/, '1 row was left out: at least CLP '],
      [/^taquilla executions show/, 'money.malformed'],
    ],
    restore: async (reader) =>
      await reader.world.store.exec(`update wp_woocommerce_order_itemmeta set meta_value = replace(meta_value, ' €', '')
        where meta_key = '_line_total' and order_item_id = ${await firstItem(reader)}`),
  },
  REMOVALS_HELD,
  {
    page: 'docs/operations/rotate-keys.md',
    says: 'None of this stops the service.',
    begins: 'synced',
    prepare: async (reader) => {
      await reader.serve();
      await reader.makeToken();
      await addUser(reader, 'ana@example.com');
    },
    answers: [[/--ask-secrets/, GIVES_PASSWORD]],
    before: [
      [
        /^taquilla secrets rotate$/,
        async (reader) =>
          await reader.must('unset TAQUILLA_SECRET_KEY; export TAQUILLA_SECRET_KEY_FILE=$PWD/next-key'),
      ],
    ],
    after: [[/^taquilla credentials generate-key/, async ({ world }, { out }) => await world.authorize(out)]],
    shows: [
      [
        /secrets rotate/,
        'Sealed with a new key: 2 secrets of 1 set of credentials, 0 second factors, 0 secrets of webhooks, 0 secrets of endpoints.',
      ],
      [/^taquilla credentials test shop$/, '✓ database, WooCommerce'],
    ],
  },
  {
    page: 'docs/operations/sign-ins-failing.md',
    says: 'Within 15 minutes 100 or more sign-ins failed',
    begins: 'synced',
    prepare: async (reader) => {
      await reader.serve();
      await reader.makeToken();
      await reader.must(
        `curl --silent -X POST "$TAQUILLA/api/v1/auth/login/" -H 'Content-Type: application/json' \\
          -d '{"email": "unknown@example.com", "password": "a guess of somebody"}'`,
      );
    },
    shows: [[/session.login-failed/, 'unknown@example.com']],
  },
  {
    page: 'docs/operations/store-unreachable.md',
    says: "The store's SSH host or database does not answer.",
    begins: 'synced',
    prepare: async (reader) => {
      await reader.db.query('update sync_credentials set ssh_port = $1', [await closedPort()]);
      await reader.must(SYNC, 75);
    },
    exits: [
      [/^taquilla status$/, 1, '`status` exits with 1 while something is not well'],
      [/^taquilla credentials test shop$/, 75, 'Its exit code is 75 while the store does not answer'],
    ],
    shows: [
      [/^taquilla status$/, '✗ store shop: unreachable'],
      [/^taquilla credentials test shop$/, '✗ SSH host, TCP connection'],
    ],
  },
  {
    page: 'docs/operations/stuck-queue.md',
    says: 'Work waits that could start.',
    begins: 'synced',
    prepare: async (reader) => {
      await reader.serve('api');
      await reader.makeToken();
      await reader.must('taquilla executions retry 01980000');
    },
    exits: [[/^taquilla status$/, 1, 'its exit code is 1 while something is not well']],
    shows: [
      [/^taquilla status$/, 'worker-missing'],
      [/--status pending$/, 'waiting'],
    ],
  },
  {
    page: 'docs/operations/sync-failed.md',
    says: 'An execution ended as failed after all its attempts',
    begins: 'synced',
    prepare: async (reader) => {
      await reader.serve();
      await breakPassword(reader);
      await untilIncident(reader);
    },
    before: [[/^taquilla executions retry/, mendPassword]],
    after: [
      [
        /^taquilla executions retry/,
        async (reader) =>
          await waitFor(
            async () => await reader.one('select status from sync_configurations'),
            (status) => status === 'active',
          ),
      ],
    ],
    shows: [
      [/^taquilla alerts list$/, 'store.access-denied'],
      [/^taquilla executions list/, 'failed'],
      [/^taquilla executions log/, 'store.access-denied'],
      [/^taquilla configurations list$/, 'verified'],
    ],
  },
  {
    page: 'docs/operations/unprotected-password.md',
    says: 'this set of credentials was added with version 0.1, and version 0.2 only warns',
    begins: 'settings',
    prepare: addUnprotectedStore,
    answers: [[/--tls verify/, [STORE_PASSWORD]]],
    shows: [
      [/^taquilla check$/, /! database passwords: An unconfirmed server can read .* of "shop"/],
      [/^taquilla credentials test shop$/, '✓ database, WooCommerce'],
    ],
    after: [
      [
        /^taquilla credentials test shop$/,
        async (reader) => {
          const { out } = await reader.must('taquilla check');
          expect(out).toContain('no password is known to go to an unconfirmed server');
        },
      ],
    ],
    restore: stopTlsStore,
  },
  {
    page: 'docs/operations/unverified.md',
    says: 'a count or a sum is not the same in the store and in the backend',
    begins: 'synced',
    // The page: "somebody may have changed the backend by hand". The proof of that moment shows the difference.
    prepare: async ({ db }) => {
      await db.query(`update orders set total = total + 1, net = net + 1
        where id = (select min(id::text)::uuid from orders where removed_at is null)`);
      await db.query(`update sync_executions set verification = 'unverified'`);
    },
    after: [[/^taquilla sync/, requireMended]],
    shows: [
      [/^taquilla executions list/, 'unverified'],
      [/^taquilla executions show/, /✓/],
    ],
  },
  {
    page: 'docs/operations/upgrade.md',
    says: 'From 0.1 to 0.2',
    begins: 'old',
    exits: [[/^taquilla preview$/, 78, 'the exit code is that of the first one that could not be read']],
    shows: [
      [/^taquilla preview$/, /^Workshop: /m],
      [/^taquilla migrate$/, 'Applied 0014-tokens.sql'],
      [/^taquilla check$/, 'The installation is healthy, with'],
      [/^taquilla check$/, /! API tokens.*! doubles/s],
      [/--review$/, 'to review'],
    ],
  },
];
