import { lookup } from 'node:dns/promises';
import { AppError, throwIfAborted } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log/log.ts';
import { isPublicAddress } from '../connect/address-guard.ts';
import { NO_PINNED_KEY } from '../connect/mysql/password-rule.ts';
import type { ServerKey } from '../connect/mysql/server-key.ts';
import type { StoreConnection } from '../connect/store-connection.ts';
import { createStoreGateway, type StoreGateway } from '../connect/store-gateway.ts';
import { cellText, firstRow } from '../values/cells.ts';
import { parseStoreTime } from '../values/times/store-time.ts';
import { openGatewayStore, type StoreLogin } from '../woo-store.ts';
import type { Diagnosis, OfferedHostKey, OfferedServerKey } from './diagnosis.ts';
import { canWrite, grantedRoles } from './grants.ts';
import { StepWatch } from './step-watch.ts';

/** The time limit of the whole test, even if a step hangs. */
const BUDGET_MS = 28_000;
/** The time limit of one connection, so that a step that hangs reports this itself. */
const CONNECT_LIMIT_MS = 8_000;
/** The time limit for start files of the SSH host. */
const SHELL_LIMIT_MS = 20_000;
const CLOCK_TOLERANCE_MS = 60_000;

export interface DiagnoseOptions {
  readonly signal: AbortSignal;
  readonly now: () => Date;
  readonly log: Log;
  readonly budgetMs?: number;
}

/**
 * Connects to a store step by step, as an execution does, and reports each step. It only reads. It throws only
 * if it is aborted.
 *
 * @throws aborted
 */
export async function diagnose(login: StoreLogin, options: DiagnoseOptions): Promise<Diagnosis> {
  const { signal, budgetMs = BUDGET_MS } = options;
  const startedMs = performance.now();
  const watch = new StepWatch(() => performance.now());
  const connectTimeoutMs = Math.min(login.reach.connectTimeoutMs, CONNECT_LIMIT_MS);
  let unconfirmed: ServerKey | null = null;
  const trust = login.reach.trust ?? NO_PINNED_KEY;
  const onUnverified =
    trust.onUnverified === null
      ? null
      : (key: ServerKey): void => {
          unconfirmed = key;
          trust.onUnverified?.(key);
        };
  const reach = createStoreGateway({
    ...login.reach,
    connectTimeoutMs,
    shellPatienceMs: Math.min(login.reach.shellPatienceMs ?? SHELL_LIMIT_MS, SHELL_LIMIT_MS),
    trust: { ...trust, onUnverified },
  });
  const deadline = AbortSignal.timeout(budgetMs);
  let error: AppError | null = null;
  try {
    const limited = { ...options, signal: AbortSignal.any([signal, deadline]) };
    await goTheWay(login, reach, watch, limited, () => unconfirmed !== null);
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    error = watch.fail(deadline.aborted ? tookTooLong(budgetMs) : thrown);
    options.log.warn({ code: error.code, ...error.details }, 'a store could not be reached');
  } finally {
    await reach.close();
  }
  return {
    success: error === null,
    transport: reach.transport,
    durationMs: Math.round(performance.now() - startedMs),
    steps: watch.steps,
    hostKey: error === null ? null : offeredKey(error),
    serverKey: error === null ? unpinned(unconfirmed) : (offeredServerKey(error) ?? unpinned(unconfirmed)),
    failed: error === null ? null : { kind: error.kind, code: error.code },
  };
}

async function goTheWay(
  login: StoreLogin,
  reach: StoreGateway,
  watch: StepWatch,
  { signal, now, log }: DiagnoseOptions,
  wasUnverified: () => boolean,
): Promise<void> {
  const connection = await reach.open(signal, {
    onStep: (step, hop) => watch.begin(step, hop),
    onDetour: (error) => void watch.fail(error, 'warning'),
  });
  if (wasUnverified()) {
    watch.warn(
      'store.auth-unverified',
      'The password went to a server whose key nobody has confirmed.',
      reach.transport,
    );
  } else watch.succeed(reach.transport);
  watch.begin('grants', 'mysql');
  await lookAtGrants(connection, watch, signal);
  watch.begin('server', 'mysql');
  await lookAtServer(connection, login, reach, watch, now, signal);
  // The store may allow only one connection.
  connection.close();
  const store = openGatewayStore(reach, login, log);
  try {
    watch.begin('layout', 'mysql');
    const { siteUrl, layout, tablePrefix } = await store.identify(signal);
    watch.succeed(`${siteUrl}, ${layout}, ${tablePrefix}`);
    watch.begin('events', 'mysql');
    const events = await store.listEventProducts(signal);
    if (events.length === 0) watch.warn('store.no-events', 'The store has no events.', '0');
    else watch.succeed(String(events.length));
  } finally {
    await store.close();
  }
}

async function lookAtGrants(
  connection: StoreConnection,
  watch: StepWatch,
  signal: AbortSignal,
): Promise<void> {
  const [name, cases, version] = firstRow(
    await connection.query('SELECT DATABASE(), @@lower_case_table_names, VERSION()', signal),
  );
  const store = {
    name: cellText(name) ?? '',
    caseMatters: cellText(cases) === '0',
    isMariaDb: /mariadb/i.test(cellText(version) ?? ''),
  };
  if (!canWrite(await readGrants(connection, signal), store)) watch.succeed('read-only');
  else {
    watch.warn(
      'store.user-can-write',
      `This database user may change or lock the store's database ${store.name}. Taquilla only reads: give it a user with SELECT alone.`,
      null,
    );
  }
}

/** The user's own grants, and those of every role that the user may take on. */
async function readGrants(connection: StoreConnection, signal: AbortSignal): Promise<readonly string[]> {
  const shown = async (): Promise<readonly string[]> =>
    (await connection.query('SHOW GRANTS', signal)).map(([grant]) => cellText(grant) ?? '');
  const own = await shown();
  const all = [...own];
  for (const role of grantedRoles(own)) {
    try {
      await connection.query(`SET ROLE ${role}`, signal);
    } catch (error) {
      throwIfAborted(signal);
      if (error instanceof AppError && error.kind === 'unavailable') throw error;
      // A role that the user cannot take on, or that has another name here, allows nothing.
      continue;
    }
    all.push(...(await shown()));
  }
  return all;
}

async function lookAtServer(
  connection: StoreConnection,
  login: StoreLogin,
  reach: StoreGateway,
  watch: StepWatch,
  now: () => Date,
  signal: AbortSignal,
): Promise<void> {
  const [version, clock] = firstRow(await connection.query('SELECT VERSION(), UTC_TIMESTAMP()', signal));
  const found = cellText(version);
  const serverNow = parseStoreTime(cellText(clock));
  const skewMs = serverNow === null ? 0 : Math.abs(serverNow.getTime() - now().getTime());
  const { host, tls } = login.reach;
  if (skewMs > CLOCK_TOLERANCE_MS) {
    const message = `The clocks of the database server and of Taquilla are ${Math.round(skewMs / 1000)} s apart.`;
    watch.warn('store.clock-skew', message, found);
  } else if (reach.transport === 'direct' && tls === null && (await leadsToPublic(host))) {
    watch.warn(
      'store.no-tls',
      'The connection goes over the internet without encryption: use TLS or SSH.',
      found,
    );
  } else watch.succeed(found);
}

async function leadsToPublic(host: string): Promise<boolean> {
  const addresses = await lookup(host, { all: true }).catch(() => []);
  return addresses.some(({ address }) => isPublicAddress(address));
}

function offeredKey({ code, details }: AppError): OfferedHostKey | null {
  if (code !== 'store.host-key-unknown' && code !== 'store.host-key-changed') return null;
  return {
    hop: details['hop'] === 'jump' ? 'jump' : 'ssh',
    type: String(details['type']),
    fingerprint: String(details['fingerprint']),
    line: String(details['line']),
    pinned: typeof details['pinned'] === 'string' ? details['pinned'] : null,
  };
}

function offeredServerKey({ code, details }: AppError): OfferedServerKey | null {
  if (code !== 'store.server-key-unknown' && code !== 'store.server-key-changed') return null;
  return {
    kind: details['kind'] === 'tls' ? 'tls' : 'rsa',
    fingerprint: String(details['fingerprint']),
    line: String(details['line']),
    pinned: typeof details['pinned'] === 'string' ? details['pinned'] : null,
  };
}

function unpinned(key: ServerKey | null): OfferedServerKey | null {
  return key === null ? null : { ...key, pinned: null };
}

/** The error of a step that hangs without an error of its own. */
function tookTooLong(budgetMs: number): AppError {
  return new AppError({
    code: 'store.test-timeout',
    message: 'This step did not end in the time that a test may take.',
    details: { budgetMs },
  });
}
