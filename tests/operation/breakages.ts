import { newId } from '../../src/kernel/ids.ts';
import type { Breakage } from './breakage.ts';
import { INSTALLATION } from './installation-breakages.ts';
import { PROCESSES } from './process-breakages.ts';
import { SERVERS } from './server-breakages.ts';
import type { WellWorld } from './well-world.ts';

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
      '✗ store shop: unreachable for * s (store.unreachable); last answered * ago',
      '✗ configurations: 1 in error: Gala',
      '✗ incidents: 1 open: store_unreachable (store.unreachable) for * s',
    ],
    reasons: ['store-unreachable', 'configuration-error', 'incident-open'],
    subject: '[Taquilla] Store out of reach: shop',
    overview: ['out of reach: shop'],
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
    subject: '[Taquilla] Store cannot be read: shop',
    overview: ['credentials_failing: Gala'],
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
    subject: '[Taquilla] Store cannot be read: shop over SSH',
    overview: ['credentials_failing: shop over SSH'],
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
    overview: ['sync_failed: Gala'],
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
    // the alerts check for it once a minute
    mayAlso: ['incident-open'],
  },
  {
    what: 'a proof was not verified',
    break: async (world) => await unverify(world),
    mend: async ({ stores }) => void (await stores.sync()),
    status: ['✗ configurations: 1 not verified: Gala', '✗ incidents: 1 open: proof_unverified for * s'],
    reasons: ['configuration-unverified', 'incident-open'],
    subject: '[Taquilla] Both sides differ: Gala',
    overview: ['proof_unverified: Gala'],
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
    overview: ['proof_unverified: Gala, not delivered'],
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
    overview: ['sync_failed: '],
  },
  {
    what: 'a row could not be read',
    break: async ({ db, stores }) => {
      await db.query(LAST_PROOF, ['verified_with_rejects']);
      await db.query(
        `insert into sync_rejects (id, configuration_id, execution_id, kind, woo_id, code, message, raw)
         select $2, $1, e.id, 'order', 7, 'money.malformed', 'This is not an amount.', '{}'
         from sync_executions e where e.configuration_id = $1 limit 1`,
        [stores.configurationId, newId()],
      );
    },
    mend: async ({ db }) => {
      await db.query('update sync_rejects set settled_at = now()');
      await db.query(LAST_PROOF, ['verified']);
    },
    status: ['! rejects: 1 row could not be read: amount unknown, tickets unknown'],
    notices: ['reject-waiting'],
    overview: ['verified_with_rejects: Gala'],
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
    overview: ['conflicts: 1'],
  },
];

/** The result of the last execution with a proof. */
const LAST_PROOF = `update sync_executions set verification = $1
  where id = (select id from sync_executions where verification is not null order by created_at desc limit 1)`;

/** As if its last execution had found a difference. */
async function unverify({ db }: WellWorld): Promise<void> {
  await db.query(
    `update sync_executions set verification = 'unverified', judged_at = null
     where id = (select id from sync_executions where verification is not null order by created_at desc limit 1)`,
  );
}

export const BREAKAGES: readonly Breakage[] = [...INSTALLATION, ...SERVERS, ...PROCESSES, ...STORES, ...WORK];
