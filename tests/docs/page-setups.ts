import { waitFor } from '../tasks/wait-for.ts';
import { OPERATIONS } from './operations-setups.ts';
import { GIVES_PASSWORD, type PageSetup, STORE_PASSWORD } from './page-setup.ts';
import { ADMIN_PASSWORD } from './reader.ts';
import type { Answer } from './taquilla-desk.ts';

const NEW_PASSWORD: readonly Answer[] = [
  { question: 'Password', types: ADMIN_PASSWORD },
  { question: 'again', types: ADMIN_PASSWORD },
];

const BEGINNING: readonly PageSetup[] = [
  {
    page: 'README.md',
    says: 'Settings come from the environment or from a file `.env`',
    begins: 'settings',
    shows: [[/taquilla -- sync/, 'Verified']],
  },
  {
    page: 'docs/installing.md',
    says: 'Say where things are; these five lines are the\nonly ones to change:',
    begins: 'nothing',
    before: [
      [/^METRICS_PORT=/, async (reader) => await reader.must('export PORT='.concat(String(reader.port)))],
    ],
    shows: [
      [/-- check$/, 'The installation is well.'],
      [/credentials test shop/, '✓'],
      [/^npm run -s taquilla -- sync .*TION"$/, 'Verified'],
      [/It failed, as it should/, 'It failed, as it should.'],
    ],
    after: [
      [
        /^npm run -s taquilla -- sync .*TION"$/,
        async ({ world }) => {
          // Of the two syncs of the page that succeed, the second one ends the incident.
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
    says: 'The address of the service, and a token; sign in once to make one.',
    begins: 'synced',
    prepare: async (reader) => {
      // The page configures the event itself, with the default credentials.
      await reader.must('taquilla configurations delete "Evento Híbrido 2025" --yes');
      await reader.serve();
    },
    shows: [
      [/\/stream\//, '"verification":"verified"'],
      [/\/events\//, '"woo_product_id":173911'],
      [/\/tickets\//, '"count"'],
    ],
  },
  {
    page: 'docs/access.md',
    says: 'Where `SMTP_URL` and `PUBLIC_URL` are set',
    begins: 'synced',
    // The owner of the account had turned it on.
    prepare: async ({ db }) => {
      await db.query(
        `insert into second_factors (user_id, secret_sealed, confirmed_at) select id, 'sealed', now() from users`,
      );
    },
    answers: [[/reset-password ops@example.com$/, NEW_PASSWORD]],
    shows: [[/--link$/, /http:\S+reset-password#/]],
  },
  {
    page: 'docs/credentials.md',
    says: 'A set of credentials says how one store is reached',
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

/** A page that is parsed and not run, with the reason. */
export const ONLY_PARSED: Readonly<Record<string, string>> = {
  'docs/command-line.md':
    'a reference: its examples are not one way, since one deletes what the next ones name',
};

/** The pages that other tests run, with more of a world around them than a shell. */
export const RUN_ELSEWHERE: Readonly<Record<string, string>> = {
  'docs/verify.md': 'tests/cli/verify-page.test.ts',
};

export const SETUPS: readonly PageSetup[] = [...BEGINNING, ...OPERATIONS];

/** The page whose end is where the other ones go on: a service, and an event that is synced. */
export const FIRST_SYNC: PageSetup = {
  page: 'docs/first-sync.md',
  says: 'From a running service',
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
