import type { Command } from 'commander';
import { countSuperusers } from '../backend/access/user-records.ts';
import { queryRows } from '../backend/database.ts';
import { listOpenIncidents } from '../backend/records/incident-records.ts';
import { requireMigrated } from '../backend/require-migrated.ts';
import { type AppError, throwIfAborted, toAppError } from '../kernel/errors.ts';
import { openWooStore } from '../woocommerce/woo-store.ts';
import type { Act } from './program.ts';
import { exitCodeOfError, reportError } from './report-error.ts';
import type { Backend, Session } from './session.ts';
import { readStoreLogin } from './store-address.ts';
import { printJson, printLine, styled } from './terminal.ts';

interface Options {
  readonly json?: boolean;
  readonly storeUrl?: string;
  readonly prefix?: string;
}

interface Outcome {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
  readonly error: AppError | null;
  /** Not a failure, but an operator should look at it. */
  readonly warning?: boolean;
}

export function addCheck(program: Command, act: Act): void {
  program
    .command('check')
    .description('Look whether all is well: installed, reachable, migrated. The last line sums it up.')
    .option('--store-url <url>', 'look at this store too (mysql://user@host:port/database)')
    .option('--prefix <prefix>', 'table prefix of the store, where its database holds several')
    .option('--json', 'print the result as JSON')
    .action(act<Options>(runCheck));
}

async function runCheck(session: Session, options: Options): Promise<number> {
  const outcomes: Outcome[] = [];
  const { out } = session.terminal;
  const look = async (name: string, work: () => Promise<string>): Promise<boolean> => {
    throwIfAborted(session.stop);
    const outcome = await outcomeOf(name, work);
    outcomes.push(outcome);
    if (options.json !== true) {
      const mark = outcome.ok ? styled('green', '✓', out) : styled('red', '✗', out);
      printLine(out, `${mark} ${outcome.name}: ${outcome.detail}`);
    }
    return outcome.ok;
  };

  await look('Node.js', async () => process.version);
  if (session.settings.alertsWithoutLinks) {
    const detail = 'PUBLIC_URL is not set: alerts carry no link to the panel';
    outcomes.push({ name: 'links', ok: true, detail, error: null, warning: true });
    if (options.json !== true) printLine(out, `${styled('yellow', '!', out)} links: ${detail}`);
  }
  await checkBackend(session, look);
  if (options.storeUrl !== undefined) {
    const storeUrl = options.storeUrl;
    await look('store', async () => await describeStore(session, storeUrl, options.prefix ?? null));
  }

  const failed = outcomes.filter((outcome) => !outcome.ok);
  if (options.json === true) {
    const checks = outcomes.map(({ name, ok, detail, error, warning = false }) => ({
      name,
      ok,
      warning,
      detail,
      code: error?.code ?? null,
    }));
    printJson(out, { ok: failed.length === 0, checks });
  }
  const first = failed[0]?.error;
  if (first === undefined || first === null) {
    if (options.json !== true) printLine(out, 'All is well.');
    return 0;
  }
  const exitCode = session.log.isLevelEnabled('debug')
    ? reportError(session.terminal, first, true)
    : exitCodeOfError(first);
  if (options.json !== true)
    printLine(out, `Not well: ${failed.length} of ${outcomes.length} checks failed.`);
  return exitCode;
}

async function checkBackend(
  session: Session,
  look: (name: string, work: () => Promise<string>) => Promise<boolean>,
): Promise<void> {
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
    await look('superuser', async () => {
      const superusers = await countSuperusers(backend.db);
      return superusers > 0
        ? `${superusers} may sign in`
        : 'none yet; make one with: taquilla createsuperuser';
    });
  } finally {
    await opened?.[Symbol.asyncDispose]();
  }
}

async function describeAlerts(session: Session, backend: Backend): Promise<string> {
  const open = (await listOpenIncidents(backend.db)).length;
  const told = session.settings.sendsMail ? 'sent by mail' : 'kept and shown, not sent: SMTP_URL is not set';
  return open === 0 ? `none; ${told}` : `${open} open, ${told}`;
}

async function describeStore(session: Session, storeUrl: string, prefix: string | null): Promise<string> {
  const store = openWooStore(readStoreLogin(session, storeUrl, prefix), session.log);
  try {
    const identity = await store.identify(session.stop);
    return `${identity.siteUrl}, ${identity.layout === 'hpos' ? 'HPOS' : 'posts'}, prefix ${identity.tablePrefix}`;
  } finally {
    await store.close();
  }
}

async function outcomeOf(name: string, work: () => Promise<string>): Promise<Outcome> {
  try {
    return { name, ok: true, detail: await work(), error: null };
  } catch (thrown) {
    const error = toAppError(thrown);
    if (error.kind === 'aborted') throw error;
    return { name, ok: false, detail: `${error.message} (${error.code})`, error };
  }
}
