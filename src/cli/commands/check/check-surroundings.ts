import { DatabaseClock, MOST_SKEW_MS, type TimeAnswer } from '../../../backend/connection/database-clock.ts';
import type { Database } from '../../../backend/database.ts';
import { noticesArrive } from '../../../backend/work-notice.ts';
import { AppError } from '../../../kernel/errors.ts';
import { ownCommand } from '../../../kernel/program/own-command.ts';
import type { Backend, Session } from '../../session.ts';
import type { Found, Look, Looks } from './looks.ts';

/** With a policy that evicts keys, Redis loses jobs when its memory is full. */
const KEEPS_ALL = 'noeviction';
const OLDEST_REDIS = [5, 0] as const;
const PROPER_REDIS = [6, 2] as const;
const MEBIBYTE = 1024 * 1024;
const SCARCE_BYTES = 2_048 * MEBIBYTE;
const TOO_FEW_BYTES = 256 * MEBIBYTE;

/**
 * Sends a job through the queue and receives it. For Redis, it also checks the version and the eviction policy.
 */
export async function checkQueue(session: Session, backend: Backend | null, looks: Looks): Promise<void> {
  const { redis } = session.surroundings;
  if (redis === null) {
    if (backend === null) looks.leaveOut('the queue, which is in PostgreSQL');
    else await looks.look('queue', async () => await describeNotices(backend.db));
    return;
  }
  const goes = await looks.look('queue', async () => {
    // Redis is checked first, because its error names host and port.
    await redis.read();
    await redis.carryOne();
    return 'in Redis; a test job was sent and received';
  });
  if (!goes) {
    looks.leaveOut('version and policy of Redis');
    return;
  }
  const { version, evictionPolicy } = await redis.read();
  await looks.look('Redis version', () => describeVersion(version));
  if (evictionPolicy === null) {
    looks.leaveOut('the eviction policy of Redis, which it does not report');
    return;
  }
  await looks.look('Redis policy', () => {
    if (evictionPolicy === KEEPS_ALL) return evictionPolicy;
    throw new AppError({
      code: 'queue.eviction-policy',
      message: `Redis may evict jobs when its memory is full: its maxmemory-policy is ${evictionPolicy} and must be ${KEEPS_ALL}.`,
    });
  });
}

/** Without notices, workers find their jobs a little later. */
async function describeNotices(db: Database): Promise<Found> {
  if (await noticesArrive(db)) return 'in PostgreSQL; a test notice was received';
  return {
    warning:
      'in PostgreSQL behind a pooler, which does not pass on notices: work starts up to 2 seconds later unless DATABASE_DIRECT_URL bypasses it',
  };
}

function describeVersion(version: string): Found {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isBelow = ([a, b]: readonly [number, number]): boolean => major < a || (major === a && minor < b);
  if (isBelow(OLDEST_REDIS)) {
    throw new AppError({
      code: 'queue.redis-too-old',
      message: `Redis is version ${version}; Taquilla needs ${OLDEST_REDIS.join('.')} or newer.`,
    });
  }
  if (isBelow(PROPER_REDIS)) return { warning: `${version}; use ${PROPER_REDIS.join('.')} or newer` };
  return version;
}

/** Checks the alert channels without sending anything. */
export async function checkAlertChannels({ surroundings }: Session, look: Look): Promise<void> {
  const { mail, webhook } = surroundings;
  await look('mail server', async () => {
    if (mail === null) return 'SMTP_URL is not set: Taquilla sends no e-mails';
    await mail.try();
    return `${mail.place} greets and lets us in; ${ownCommand('status')} shows whether it accepts mails`;
  });
  if (webhook === null) return;
  await look('webhook', async () => {
    await webhook.try();
    return `${webhook.place} takes connections; ${ownCommand('status')} shows whether it accepts messages`;
  });
}

/** Compares the clock of this machine with those of the servers. */
export async function checkClock(session: Session, backend: Backend | null, looks: Looks): Promise<void> {
  const { now, redis } = session.surroundings;
  if (backend === null) {
    looks.leaveOut('the clock, which is compared with that of PostgreSQL');
    return;
  }
  await looks.look('clock', async () => {
    requireRightClock('PostgreSQL', backend.clock);
    if (redis === null) return 'the same as that of PostgreSQL';
    const passedMs = (): number => performance.now();
    const ask = async (): Promise<TimeAnswer> => {
      const askedAtMs = passedMs();
      const { clockAt } = await redis.read();
      return { askedAtMs, answeredAtMs: passedMs(), thereMs: clockAt.getTime() };
    };
    const ofRedis = new DatabaseClock(ask, { now, passedMs });
    try {
      await ofRedis.measure();
    } catch (thrown) {
      // An earlier check has already reported the unreachable queue.
      if (thrown instanceof AppError && thrown.code === 'queue.unreachable') {
        return 'the same as that of PostgreSQL';
      }
      throw thrown;
    }
    requireRightClock('Redis', ofRedis);
    return 'the same as those of PostgreSQL and Redis';
  });
}

/** @throws config `machine.clock-skewed` */
function requireRightClock(server: string, clock: DatabaseClock): void {
  const skewMs = clock.skewMs() ?? 0;
  if (Math.abs(skewMs) <= MOST_SKEW_MS) return;
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  throw new AppError({
    code: 'machine.clock-skewed',
    message: `The clock of this machine is ${seconds} seconds ${skewMs > 0 ? 'ahead of' : 'behind'} that of ${server}.`,
  });
}

/** Checks the free space for the bundled PostgreSQL. This machine cannot see the disk of another server. */
export async function checkDisk({ settings, surroundings }: Session, looks: Looks): Promise<void> {
  if (!settings.embeddedBackend) {
    looks.leaveOut('the disk of the PostgreSQL server');
    return;
  }
  const bytes = await surroundings.freeBytes(settings.dataDir).catch(() => null);
  if (bytes === null) {
    looks.leaveOut(`the disk of ${settings.dataDir}`);
    return;
  }
  await looks.look('disk', () => {
    const free = `${Math.floor(bytes / MEBIBYTE)} MiB are free in ${settings.dataDir}`;
    if (bytes < TOO_FEW_BYTES) {
      throw new AppError({
        code: 'machine.disk-nearly-full',
        message: `Only ${free}: PostgreSQL stops when none are left.`,
      });
    }
    return bytes < SCARCE_BYTES ? { warning: free } : free;
  });
}
