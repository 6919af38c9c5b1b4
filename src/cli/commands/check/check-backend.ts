import { type Double, listDoubles } from '../../../backend/configurations/double-list.ts';
import { isBehindPooler } from '../../../backend/connection/lent-session.ts';
import { whereabouts } from '../../../backend/connection/postgres-errors.ts';
import { openEverySecret } from '../../../backend/credentials/sealed-secrets.ts';
import { listUnverifiedAuth } from '../../../backend/credentials/server-key-records.ts';
import {
  type Database,
  inTransaction,
  placeOf,
  type Queryable,
  queryRows,
} from '../../../backend/database.ts';
import { listAlertedUsers } from '../../../backend/incidents/message-records.ts';
import { readMigrationState } from '../../../backend/migrate/migrate.ts';
import { requireMigrated } from '../../../backend/migrate/require-migrated.ts';
import { countTokensToReview } from '../../../backend/sign-in/token-records.ts';
import { countSuperusers } from '../../../backend/users/user-records.ts';
import { noticesArrive } from '../../../backend/work-notice.ts';
import { REFUSED_FROM_VERSION } from '../../../kernel/addresses/unverified-auth.ts';
import { ownCommand } from '../../../kernel/program/own-command.ts';
import { BACKEND_SENTENCES } from '../../../kernel/sentences/backend-sentences.ts';
import { errorOf } from '../../../kernel/sentences/sentence.ts';
import type { Backend, Session } from '../../session.ts';
import { changedMigration, newerMigrations } from '../operation/migrate.ts';
import { checkClock, checkQueue } from './check-surroundings.ts';
import { checkTakesChanges } from './check-takes-changes.ts';
import type { Found, Looks } from './looks.ts';

/** Checks the database, its content, and the services that are checked through it. */
export async function checkBackend(session: Session, looks: Looks): Promise<void> {
  const { look } = looks;
  const where = session.settings.embeddedBackend ? 'bundled PostgreSQL' : 'PostgreSQL of DATABASE_URL';
  let opened: Backend | undefined;
  try {
    const reached = await look('backend reachable', async () => {
      opened = await session.openBackend({ shared: true });
      const rows = await queryRows<{ version: string }>(
        opened.db,
        `select current_setting('server_version') as version`,
      );
      return `${where}, version ${rows[0]?.version ?? 'unknown'}`;
    });
    const backend =
      reached && opened !== undefined && (await checkTakesChanges(opened.db, looks)) ? opened : null;
    if (backend !== null && !session.settings.embeddedBackend) await checkPooler(backend.db, looks);
    const migrated = backend !== null && (await isMigrated(backend.db, looks));
    if (backend !== null && migrated) await checkContents(session, backend.db, looks);
    else {
      await checkKeyAlone(session, looks);
      looks.leaveOut('the contents of the backend');
    }
    await checkQueue(session, backend, looks);
    await checkClock(session, reached ? (opened ?? null) : null, looks);
  } finally {
    await opened?.[Symbol.asyncDispose]();
  }
}

async function isMigrated(db: Database, { look }: Looks): Promise<boolean> {
  return await look('backend migrated', async () => {
    await requireMigrated(db);
    const { changed, newerProgram } = await readMigrationState(db);
    if (changed.length > 0) return { warning: changed.map(changedMigration).join(' ') };
    return newerProgram === null ? 'all tables are there' : newerMigrations(newerProgram);
  });
}

/** Without the tables it is not known which secrets the key should open. */
async function checkKeyAlone(session: Session, looks: Looks): Promise<void> {
  await looks.look('secret key', async () => {
    await session.secretKey();
    return 'there is one; it is unknown whether it opens the stored secrets';
  });
}

async function checkContents(session: Session, db: Database, { look }: Looks): Promise<void> {
  await look('secret key', async () => {
    const secrets = await openEverySecret(db, await session.secretKey());
    return secrets === 0
      ? 'there is one; nothing is sealed yet'
      : `opens ${secrets === 1 ? 'the one saved secret' : `all ${secrets} saved secrets`}`;
  });
  await look('alerts', async () => await describeAlerts(session, db));
  await look('database passwords', async () => await describePasswords(db));
  await look('superuser', async () => {
    const superusers = await countSuperusers(db);
    return superusers > 0
      ? `${superusers} may sign in`
      : `none yet; create one with: ${ownCommand('createsuperuser')}`;
  });
  await look('API tokens', async () => describeTokens(await countTokensToReview(db)));
  for (const warning of await describeDoubles(db)) await look('doubles', () => ({ warning }));
}

/** Describes who receives alerts. */
async function describeAlerts({ surroundings }: Session, db: Database): Promise<Found> {
  const { mail, webhook } = surroundings;
  const readers = mail === null ? 0 : mail.recipients + (await listAlertedUsers(db)).length;
  if (mail !== null && readers === 0 && webhook === null) {
    return {
      warning: 'alerts have no recipient: ALERT_EMAILS is empty, and no superuser wants alerts',
    };
  }
  const ways = [
    ...(readers > 0 ? [`by mail to ${readers === 1 ? 'one address' : `${readers} addresses`}`] : []),
    ...(webhook === null ? [] : ['by webhook']),
  ];
  return ways.length === 0
    ? 'recorded and shown, not sent: SMTP_URL and ALERT_WEBHOOK_URL are not set'
    : `sent ${ways.join(' and ')}`;
}

function describeTokens(toReview: number): Found {
  if (toReview === 0) return 'none waits for review';
  const waiting = toReview === 1 ? '1 of an older version waits' : `${toReview} of an older version wait`;
  return { warning: `${waiting} for review; see them with: ${ownCommand('tokens list --review')}` };
}

const REMEDY = 'see docs/operations/doubles.md';

/** Products that are configured twice, each with a sentence about the case, its effect, and what to do. */
async function describeDoubles(db: Queryable): Promise<readonly string[]> {
  return (await listDoubles(db)).map((double) => {
    const both = `${named(double)} has the same product as ${named(double.of)}`;
    return double.sameOrganizer
      ? `${both}, for one organizer: its orders and money count twice; delete one, ${REMEDY}`
      : `${both}, for another organizer: each ticket is admitted once; if that is not intended, ${REMEDY}`;
  });
}

function named({ kind, id, eventName, organizerEmail }: Double['of']): string {
  return `${kind} ${id} (“${eventName}”, ${organizerEmail})`;
}

/**
 * Checks whether a pooler is in front of PostgreSQL, whether a transaction keeps one session, and where notices
 * are received.
 */
async function checkPooler(db: Database, { look }: Looks): Promise<void> {
  await look('pooler', async () => {
    const lent = await isBehindPooler(db);
    // The same kind of work as a page of a sync: several statements, with a temporary table.
    await inTransaction(db, async (tx) => {
      await tx.query('create temporary table check_pooler (n int) on commit drop');
      await tx.query('insert into check_pooler values (1)');
    });
    const before = lent
      ? 'one lends PostgreSQL sessions to Taquilla, and each transaction keeps one session'
      : 'none, PostgreSQL itself answers';
    if (db.direct === db) return before;
    if (await noticesArrive(db)) return `${before}; notices arrive over DATABASE_DIRECT_URL`;
    throw errorOf(BACKEND_SENTENCES.directUrl, whereabouts(placeOf(db.direct)));
  });
}

/**
 * Finds the sets of credentials that send a password which an unconfirmed server can read. If there are any, it
 * warns.
 */
async function describePasswords(db: Queryable): Promise<string | { readonly warning: string }> {
  const sets = await listUnverifiedAuth(db);
  if (sets.length === 0) return 'no password is known to go to an unconfirmed server';
  const names = sets.map(({ name }) => `"${name}"`).join(', ');
  const warning =
    `An unconfirmed server can read the database password of ${names}. From version ${REFUSED_FROM_VERSION} on, ` +
    `Taquilla refuses this connection. Run "${ownCommand('credentials test')}" and confirm the key of the server, or use ` +
    'verified TLS or SSH.';
  return { warning };
}
