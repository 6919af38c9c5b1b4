import type { Command } from 'commander';
import { countTokensToReview } from '../backend/access/token-records.ts';
import { countSuperusers } from '../backend/access/user-records.ts';
import { queryRows } from '../backend/database.ts';
import { listOpenIncidents } from '../backend/records/incident-records.ts';
import { requireMigrated } from '../backend/require-migrated.ts';
import { type AppError, throwIfAborted, toAppError } from '../kernel/errors.ts';
import { ownCommand } from '../kernel/own-command.ts';
import { openWooStore } from '../woocommerce/woo-store.ts';
import { describeDoubles } from './check-doubles.ts';
import { describePasswords } from './check-passwords.ts';
import type { Act } from './program.ts';
import { exitCodeOfError, reportError } from './report-error.ts';
import type { Backend, Session } from './session.ts';
import { readStoreLogin, SERVER_KEY_OPTION } from './store-address.ts';
import { printJson, printLine, styled } from './terminal.ts';

interface Options {
  readonly json?: boolean;
  readonly storeUrl?: string;
  readonly prefix?: string;
  readonly serverKey?: string;
}

interface Outcome {
  readonly name: string;
  readonly status: 'ok' | 'warning' | 'failed';
  readonly detail: string;
  readonly error: AppError | null;
}

const MARKS = { ok: ['green', '✓'], warning: ['yellow', '!'], failed: ['red', '✗'] } as const;

export function addCheck(program: Command, act: Act): void {
  program
    .command('check')
    .description('Look whether all is well: installed, reachable, migrated. The last line sums it up.')
    .option('--store-url <url>', 'look at this store too (mysql://user@host:port/database)')
    .option('--prefix <prefix>', 'table prefix of the store, where its database holds several')
    .option(...SERVER_KEY_OPTION)
    .option('--json', 'print the result as JSON')
    .action(act<Options>(runCheck));
}

async function runCheck(session: Session, options: Options): Promise<number> {
  const outcomes: Outcome[] = [];
  const { out } = session.terminal;
  const show = (outcome: Outcome): void => {
    outcomes.push(outcome);
    if (options.json === true) return;
    const [style, mark] = MARKS[outcome.status];
    printLine(out, `${styled(style, mark, out)} ${outcome.name}: ${outcome.detail}`);
  };
  const look: Look = async (name, work) => {
    throwIfAborted(session.stop);
    const outcome = await outcomeOf(name, work);
    show(outcome);
    return outcome.status !== 'failed';
  };

  await look('Node.js', async () => process.version);
  if (session.settings.alertsWithoutLinks) {
    const warning =
      'PUBLIC_URL is not set: alerts carry no link to the panel; set it to the address of the panel';
    await look('links', async () => ({ warning }));
  }
  await checkBackend(session, look);
  if (options.storeUrl !== undefined) {
    const storeUrl = options.storeUrl;
    await look('store', async () => await describeStore(session, storeUrl, options));
  }

  const failed = outcomes.filter(({ status }) => status === 'failed');
  const warnings = outcomes.filter(({ status }) => status === 'warning').length;
  if (options.json === true) {
    const checks = outcomes.map(({ name, status, detail, error }) => ({
      name,
      ok: status !== 'failed',
      status,
      detail,
      code: error?.code ?? null,
    }));
    printJson(out, { ok: failed.length === 0, checks });
  }
  const first = failed[0]?.error;
  if (first === undefined || first === null) {
    if (options.json !== true) printLine(out, allIsWell(warnings));
    return 0;
  }
  const exitCode = session.log.isLevelEnabled('debug')
    ? reportError(session.terminal, first, true)
    : exitCodeOfError(first);
  if (options.json !== true)
    printLine(out, `Not well: ${failed.length} of ${outcomes.length} checks failed.`);
  return exitCode;
}

/** What a look found; a warning is something that a person should look at, and it does not fail the check. */
type Found = string | { readonly warning: string };
/** false: it failed. */
type Look = (name: string, work: () => Promise<Found>) => Promise<boolean>;

function allIsWell(warnings: number): string {
  if (warnings === 0) return 'All is well.';
  return `All is well, with ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}.`;
}

async function checkBackend(session: Session, look: Look): Promise<void> {
  let opened: Backend | undefined;
  const where = session.settings.embeddedBackend ? 'bundled PostgreSQL' : 'PostgreSQL of DATABASE_URL';
  try {
    const reached = await look('backend reachable', async () => {
      opened = await session.openBackend();
      const rows = await queryRows<{ version: string }>(
        opened.db,
        `select current_setting('server_version') as version`,
      );
      return `${where}, version ${rows[0]?.version ?? 'unknown'}`;
    });
    const backend = opened;
    if (!reached || backend === undefined) return;
    const migrated = await look('backend migrated', async () => {
      await requireMigrated(backend.db);
      return 'all tables are there';
    });
    if (!migrated) return;
    await look('alerts', async () => await describeAlerts(session, backend));
    await look('database passwords', async () => await describePasswords(backend.db));
    await look('superuser', async () => {
      const superusers = await countSuperusers(backend.db);
      return superusers > 0
        ? `${superusers} may sign in`
        : `none yet; make one with: ${ownCommand('createsuperuser')}`;
    });
    await look('API tokens', async () => describeTokens(await countTokensToReview(backend.db)));
    for (const warning of await describeDoubles(backend.db)) await look('doubles', async () => ({ warning }));
  } finally {
    await opened?.[Symbol.asyncDispose]();
  }
}

async function describeAlerts(session: Session, backend: Backend): Promise<string> {
  const open = (await listOpenIncidents(backend.db)).length;
  const told = session.settings.sendsMail ? 'sent by mail' : 'kept and shown, not sent: SMTP_URL is not set';
  return open === 0 ? `none; ${told}` : `${open} open, ${told}`;
}

function describeTokens(toReview: number): Found {
  if (toReview === 0) return 'none waits for review';
  const waiting = toReview === 1 ? '1 of an older version waits' : `${toReview} of an older version wait`;
  return { warning: `${waiting} for review; see them with: ${ownCommand('tokens list --review')}` };
}

async function describeStore(
  session: Session,
  storeUrl: string,
  { prefix, serverKey }: Options,
): Promise<string> {
  const login = readStoreLogin(session, storeUrl, prefix ?? null, serverKey);
  const store = openWooStore(login, session.log);
  try {
    const identity = await store.identify(session.stop);
    return `${identity.siteUrl}, ${identity.layout === 'hpos' ? 'HPOS' : 'posts'}, prefix ${identity.tablePrefix}`;
  } finally {
    await store.close();
  }
}

async function outcomeOf(name: string, work: () => Promise<Found>): Promise<Outcome> {
  try {
    const found = await work();
    if (typeof found === 'string') return { name, status: 'ok', detail: found, error: null };
    return { name, status: 'warning', detail: found.warning, error: null };
  } catch (thrown) {
    const error = toAppError(thrown);
    if (error.kind === 'aborted') throw error;
    return { name, status: 'failed', detail: `${error.message} (${error.code})`, error };
  }
}
