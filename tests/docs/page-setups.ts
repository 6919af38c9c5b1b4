import { expect } from 'vitest';
import { blocksOf } from '../house/read-docs.ts';
import { waitFor } from '../tasks/wait-for.ts';
import { COMMAND_LINE } from './command-line-setup.ts';
import { OPERATIONS } from './operations-setups.ts';
import { GIVES_PASSWORD, NEW_PASSWORD, type PageSetup, STORE_PASSWORD } from './page-setup.ts';
import { turnSecondFactorOn } from './panel-visits.ts';
import { ADMIN_PASSWORD, type Reader } from './reader.ts';

const BEGINNING: readonly PageSetup[] = [
  {
    page: 'README.md',
    says: 'Settings come from the environment or from a file `.env`',
    begins: 'settings',
    shows: [[/taquilla -- sync/, 'Verified']],
  },
  {
    page: 'docs/installing.md',
    says: 'Change only these five lines to your own servers and passwords:',
    begins: 'nothing',
    shows: [
      [/-- check$/, 'The installation is healthy.'],
      [/credentials test shop/, '✓'],
      [/^npm run -s taquilla -- sync .*TION"$/, 'Verified'],
      [/It failed, as it should/, 'It failed, as it should.'],
    ],
    after: [
      [
        /^npm run -s taquilla -- sync .*TION"$/,
        async ({ world }) => {
          // The second of the page's two successful syncs ends the incident.
          if (world.mail.received.length === 0) return;
          await waitFor(
            () => world.mail.received.length,
            (mails) => mails >= 2,
          );
        },
      ],
      [
        /It failed, as it should/,
        async ({ world }) =>
          await waitFor(
            () => world.mail.received.length,
            (mails) => mails >= 1,
          ),
      ],
    ],
  },
  {
    page: 'docs/api.md',
    says: 'a product that no configuration has yet',
    begins: 'synced',
    prepare: async (reader) => {
      await reader.must('taquilla configurations delete "Evento Híbrido 2025" --yes');
      await reader.serve();
    },
    after: [[/^export TOKEN=/, requireProblemAsShown]],
    shows: [
      [/\/stream\//, '"verification":"verified"'],
      [/\/events\//, '"woo_product_id":173911'],
      [/\/tickets\//, '"count"'],
    ],
  },
  {
    page: 'docs/access.md',
    says: 'If `SMTP_URL` and `PUBLIC_URL` are set',
    begins: 'synced',
    prepare: async (reader) => {
      await reader.serve();
      await turnSecondFactorOn(reader);
    },
    answers: [[/reset-password ops@example.com$/, NEW_PASSWORD]],
    shows: [[/--link$/, /http:\S+reset-password#/]],
  },
  {
    page: 'docs/credentials.md',
    says: 'First create the tables with [`migrate`](command-line.md#migrate).',
    begins: 'settings',
    prepare: async (reader) => {
      await reader.must('taquilla migrate');
      await reader.giveFiles();
    },
    answers: [
      [/credentials add shop \\\n/, [{ question: 'Passphrase of the key', types: '' }, STORE_PASSWORD]],
      [/credentials test shop/, [{ question: 'Is this the fingerprint', types: 'y' }]],
    ],
  },
  {
    page: 'docs/reaching-a-store.md',
    says: 'Compare it with the key on the server itself',
    begins: 'settings',
    prepare: async (reader) => await reader.giveFiles(),
    shows: [[/openssl/, /^\S{43}=\n$/]],
  },
];

const EXPORTS: PageSetup = {
  page: 'docs/exports.md',
  says: 'Begin with an event that is synced',
  begins: 'synced',
  shows: [[/export check-ins/, '"ticket_id"']],
};

/** The pages that other tests run, because they need more than a shell. */
export const RUN_ELSEWHERE: Readonly<Record<string, string>> = {
  'docs/django-app.md': 'tests/django/project.test.ts',
  'docs/from-django.md': 'tests/cli/import-files.test.ts',
  'docs/verify.md': 'tests/cli/verify-page.test.ts',
};

const siteAt = (address: string): string =>
  `update wp_options set option_value = '${address}' where option_name in ('home', 'siteurl')`;

const STORE_MOVED: PageSetup = {
  page: 'docs/operations/store-moved.md',
  says: 'Compare both sides. This changes nothing',
  begins: 'synced',
  prepare: async ({ world }) => await world.store.exec(siteAt('https://entradas.example.org')),
  shows: [
    [/stores show/, 'The same data at a new address'],
    [/stores confirm/, 'Confirmed: the store is at https://entradas.example.org (wp_).'],
  ],
  restore: async ({ world }) => await world.store.exec(siteAt('https://tienda-demo.example')),
};

const WEBHOOKS: readonly PageSetup[] = [
  {
    page: 'docs/webhooks.md',
    says: 'the secret, which is shown only once, and the delivery URL',
    begins: 'synced',
    shows: [[/--new-secret$/, /Delivery URL .*webhooks\/[\w-]{36}\/\n[\s\S]*Secret +taqwh_/]],
  },
  {
    page: 'docs/operations/webhooks-silent.md',
    says: 'The last delivery is old, and none was refused',
    begins: 'synced',
    prepare: async (reader) => void (await reader.must('taquilla credentials webhooks shop --new-secret')),
    shows: [[/webhooks shop$/, '0 deliveries, of which 0 about configured events; 0 refused']],
  },
];

export const SETUPS: readonly PageSetup[] = [
  ...BEGINNING,
  COMMAND_LINE,
  STORE_MOVED,
  ...WEBHOOKS,
  EXPORTS,
  ...OPERATIONS,
];

/** The page after which the others continue: with a service and a synced event. */
export const FIRST_SYNC: PageSetup = {
  page: 'docs/first-sync.md',
  says: 'from a running service',
  begins: 'settings',
  prepare: async (reader) => {
    await reader.must('taquilla migrate');
    await reader.must(`printf %s '${ADMIN_PASSWORD}' | taquilla createsuperuser --email ops@example.com`);
    await reader.serve();
  },
  answers: [
    [/credentials add shop/, GIVES_PASSWORD],
    [/credentials test shop/, [{ question: 'Is this the fingerprint', types: 'y' }]],
  ],
  after: [[/credentials add shop/, async ({ world }, { out }) => await world.authorize(out)]],
  shows: [
    [/credentials test shop/, '✓ database, WooCommerce'],
    [/taquilla products/, '173911'],
    [/taquilla sync/, 'Verified'],
  ],
};

/** Makes the requests that the page shows as refused. */
async function requireProblemAsShown(reader: Reader): Promise<void> {
  const { out } =
    await reader.must(`curl --silent -X POST "$TAQUILLA/api/v1/sync-woocommerce/configurations/" \\
    -H "Authorization: Token $TOKEN" -H 'Content-Type: application/json' -d '{"name": "X", "event_name": "X",
      "woocommerce_product_id": 173911, "organizer_email": "organizer@example.com", "service_fee_percentage": 10}'`);
  const [shown = ''] = blocksOf('docs/api.md', 'json');
  const documented: object = JSON.parse(shown);
  expect({ ...JSON.parse(out), request_id: '0f0c7a1e-…' }).toEqual(documented);
}
