import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import type { Database } from '../../../backend/database.ts';
import { migrate } from '../../../backend/migrate/migrate.ts';
import { hashPassword } from '../../../backend/users/password-hash.ts';
import { createUser, findUserByEmail, setPasswordHash } from '../../../backend/users/user-records.ts';
import { PANEL_PATH } from '../../../kernel/addresses/panel-address.ts';
import { QUEUES } from '../../../tasks/carriers/queues.ts';
import { NO_PINNED_KEY } from '../../../woocommerce/connect/mysql/password-rule.ts';
import { parseStoreUrl } from '../../../woocommerce/connect/store-url.ts';
import type { Act } from '../../act.ts';
import { createProgress } from '../../output/progress.ts';
import { showReport } from '../../output/show-report.ts';
import { printLine, styled } from '../../output/terminal.ts';
import type { Session } from '../../session.ts';
import { exitCodeOf } from '../executions/sync.ts';
import { syncStore } from '../executions/sync-store.ts';
import { untilStopped } from '../operation/serve.ts';
import { keepDemoCredentials } from './demo-credentials.ts';
import { DEMO_DATABASE, DEMO_SEED, makeStoreWithProgress, startStoreServer } from './demo-store.ts';

interface Options {
  readonly once?: boolean;
  readonly clean?: boolean;
}

const STORE = { orders: 1000, seed: DEMO_SEED, layout: 'hpos', prefix: 'wp_' } as const;
const EMAIL = 'demo@example.com';
const EVENT = {
  wooProductId: 173911,
  eventName: 'Evento Híbrido 2025',
  organizerEmail: 'organizer@example.com',
  organizerName: 'Demo organizer',
  serviceFeePercentage: '10.00',
  ticketTierName: 'General',
};

export function addDemo(program: Command, act: Act): void {
  program
    .command('demo')
    .description('Try Taquilla out: a demo store, synced and verified, on servers that it starts itself.')
    .option('--once', 'exit after the report; exit code 0 only if verified')
    .option('--clean', 'remove everything that demos created, and exit')
    .addHelpText(
      'after',
      `
Run it as "npm run demo", which first downloads what is missing. The demo keeps its data in the folders demo and
demo-store of TAQUILLA_DATA_DIR (default: .taquilla), apart from real data; it ignores DATABASE_URL. A second run
finds the store as it was and changes nothing.`,
    )
    .action(act<Options>(runDemo, { defaultLogLevel: 'warn' }));
}

async function runDemo(session: Session, options: Options): Promise<number> {
  return options.clean === true ? await cleanUp(session) : await showDemo(session, options.once === true);
}

async function cleanUp(session: Session): Promise<number> {
  const { out } = session.terminal;
  const removed = await session.demo.clean();
  for (const folder of removed) printLine(out, `Removed ${folder}`);
  printLine(out, removed.length === 0 ? 'There was nothing to remove.' : 'The demo is gone.');
  return 0;
}

async function showDemo(session: Session, once: boolean): Promise<number> {
  const { demo, log, terminal } = session;
  const progress = createProgress(terminal.err, () => performance.now());
  progress.show('Starting the bundled PostgreSQL');
  await using backend = await demo.openBackend();
  await migrate(backend.db, log);
  progress.clear();
  await using storeServer = await startStoreServer(session, demo.dataDir);
  const storeUrl = storeServer.url(DEMO_DATABASE);
  await makeStoreWithProgress(session, { ...STORE, url: storeUrl });
  const login = { ...parseStoreUrl(storeUrl), prefix: STORE.prefix, trust: NO_PINNED_KEY };
  const { report, error } = await syncStore(session, backend, login, EVENT, null);
  showReport(terminal, report, session.settings.timezone);
  if (error !== null) throw error;
  await keepDemoCredentials(backend.db, await demo.secretKey(), login, report.configurationId);
  if (once) return exitCodeOf(report);

  const password = await giveDemoUser(backend.db);
  await using service = await demo.openService(backend);
  await using server = await service.serve({ otherPort: true });
  await using _tasks = await service.serveTasks({ queues: QUEUES, concurrency: null });
  printSignIn(session, server.url, password);
  await untilStopped(session.stop, service);
  return exitCodeOf(report);
}

/** A new password at each start. Only its hash is stored, so an old password could not be shown again. */
async function giveDemoUser(db: Database): Promise<string> {
  const password = randomBytes(12).toString('base64url');
  const passwordHash = await hashPassword(password);
  const present = await findUserByEmail(db, EMAIL);
  if (present === null) await createUser(db, { email: EMAIL, passwordHash, role: 'superuser' });
  else await setPasswordHash(db, present.id, passwordHash);
  return password;
}

function printSignIn({ terminal }: Session, url: string, password: string): void {
  const { out } = terminal;
  printLine(out);
  printLine(out, `Taquilla is at   ${styled('cyan', `${url}${PANEL_PATH}`, out)}`);
  printLine(out, `Sign in as       ${EMAIL}`);
  printLine(out, `with password    ${password}   (a new one at each start)`);
  printLine(out);
  printLine(out, 'Ctrl-C stops it. npm run demo -- --clean removes it.');
}
