import type { NamedConfiguration, UndeliveredMessage } from '../../backend/operation/operation-records.ts';
import { leftOutFigures } from '../../kernel/sentences/left-out.ts';
import { hasWrongClock, type Operation } from '../../tasks/operation.ts';
import { showCount } from './tables.ts';

/** One line of `taquilla status`. */
export interface StatusLine {
  readonly status: 'ok' | 'warning' | 'failed';
  readonly name: string;
  readonly detail: string;
}

const MOST_NAMES = 5;
const ROLE_NAMES = {
  all: ['process with all roles', 'processes with all roles'],
  api: ['API', 'APIs'],
  worker: ['worker', 'workers'],
  scheduler: ['scheduler', 'schedulers'],
} as const;

/** The state of the operation in sentences, one for each subject. */
export function statusLines(operation: Operation, now: Date): readonly StatusLine[] {
  return [
    ...(operation.databaseFull
      ? [failed('database', 'its disk is full: free some space there, and everything continues by itself')]
      : []),
    processLine(operation, now),
    scheduleLine(operation, now),
    ...clockLines(operation),
    queueLine(operation),
    executionLine(operation),
    ...storeLines(operation, now),
    configurationLine(operation),
    incidentLine(operation, now),
    messageLine(operation),
    rejectLine(operation),
    waitingLine('conflicts', operation.conflicts, 'waits for a decision', 'wait for a decision'),
  ];
}

function processLine({ processes, unservedQueues, reasons }: Operation, now: Date): StatusLine {
  const alive = processes.filter((one) => one.alive);
  const [silent] = processes.filter((one) => !one.alive);
  const living = Object.entries(ROLE_NAMES).flatMap(([role, [one, many]]) => {
    const count = alive.filter((process) => process.role === role).length;
    return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
  });
  const last =
    silent === undefined
      ? ''
      : `; ${silent.role} ${silent.host}:${silent.pid} was last seen ${ago(silent.lastSeenAt, now)}`;
  const found = living.length === 0 ? 'none is alive' : living.join(', ');
  if (reasons.includes('scheduler-missing')) {
    return failed('processes', `${found}; no process runs the schedule or takes jobs${last}`);
  }
  if (reasons.includes('worker-missing')) {
    return failed('processes', `${found}; no worker takes ${unservedQueues.join(', ')}${last}`);
  }
  return ok('processes', found);
}

function scheduleLine({ lastTickAt, tickInTime, work }: Operation, now: Date): StatusLine {
  const tick = lastTickAt === null ? 'it was never checked' : `last looked through ${ago(lastTickAt, now)}`;
  if (!tickInTime) return failed('schedule', `${tick}; it should be every 15 minutes`);
  if (work.overdue > 0) {
    return failed(
      'schedule',
      `${configurations(work.overdue)} overdue, without a pending or running execution`,
    );
  }
  return ok('schedule', tick);
}

/** Only a running process reports the clock of its machine. */
function clockLines({ processes }: Operation): readonly StatusLine[] {
  const alive = processes.filter((one) => one.alive);
  if (alive.length === 0) return [];
  const wrong = alive.filter(hasWrongClock);
  if (wrong.length === 0) return [ok('clocks', 'those of all processes agree with that of PostgreSQL')];
  const each = wrong.slice(0, MOST_NAMES).map(({ role, host, pid, clockSkewMs }) => {
    const skewMs = clockSkewMs ?? 0;
    return `${role} ${host}:${pid} is ${duration(Math.abs(skewMs) / 1000)} ${skewMs > 0 ? 'ahead' : 'behind'}`;
  });
  const more = wrong.length > MOST_NAMES ? `, and ${wrong.length - MOST_NAMES} more` : '';
  return [failed('clocks', `${each.join(', ')}${more}`)];
}

function queueLine({ queueReachable, queues, reasons }: Operation): StatusLine {
  if (queueReachable === false) {
    return failed('queue', 'cannot be reached; requests are recorded and start later');
  }
  const ready = queues.reduce((sum, one) => sum + one.ready, 0);
  const [longest] = [...queues].sort((a, b) => b.oldestWaitSeconds - a.oldestWaitSeconds);
  if (ready === 0 || longest === undefined) return ok('queue', 'no work is waiting that could start');
  const detail = `${showCount(ready)} could start, in ${longest.queue} for ${duration(longest.oldestWaitSeconds)}`;
  return reasons.includes('queue-waiting') ? failed('queue', detail) : ok('queue', detail);
}

function executionLine({ work }: Operation): StatusLine {
  if (work.silent > 0) {
    return failed('executions', `${showCount(work.silent)} should run, and their worker is silent`);
  }
  return ok('executions', `${showCount(work.running)} running, ${showCount(work.pending)} pending`);
}

function storeLines({ stores, work }: Operation, now: Date): readonly StatusLine[] {
  if (stores.length === 0) {
    return work.stores_unreachable > 0
      ? [failed('stores', `${showCount(work.stores_unreachable)} cannot be reached`)]
      : [ok('stores', 'none is set up')];
  }
  return stores.map(({ name, lastContactAt, unreachableSince, errorCode }) => {
    const contact =
      lastContactAt === null ? 'no answer is known' : `last answered ${ago(lastContactAt, now)}`;
    if (unreachableSince !== null) {
      return failed(
        `store ${name}`,
        `unreachable for ${since(unreachableSince, now)} (${errorCode}); ${contact}`,
      );
    }
    if (errorCode !== null) return failed(`store ${name}`, `refuses us (${errorCode}); ${contact}`);
    return ok(`store ${name}`, contact);
  });
}

function configurationLine({ failing, stale, unverified, paused }: Operation): StatusLine {
  const bad = [
    ...linesOf('in error', failing),
    ...linesOf('without a success for too long', stale),
    ...linesOf('not verified', unverified),
  ];
  if (bad.length > 0) return failed('configurations', bad.join('; '));
  return ok('configurations', paused === 0 ? 'none is in error' : `none is in error; ${paused} paused`);
}

function linesOf(what: string, those: readonly NamedConfiguration[]): readonly string[] {
  if (those.length === 0) return [];
  const names = those.slice(0, MOST_NAMES).map(({ name }) => name);
  const more = those.length > MOST_NAMES ? `, and ${those.length - MOST_NAMES} more` : '';
  return [`${those.length} ${what}: ${names.join(', ')}${more}`];
}

function incidentLine({ incidents }: Operation, now: Date): StatusLine {
  if (incidents.length === 0) return ok('incidents', 'none is open');
  const each = incidents.slice(0, MOST_NAMES).map(({ kind, errorCode, startedAt }) => {
    return `${kind}${errorCode === null ? '' : ` (${errorCode})`} for ${since(startedAt, now)}`;
  });
  const more = incidents.length > MOST_NAMES ? `, and ${incidents.length - MOST_NAMES} more` : '';
  return failed('incidents', `${incidents.length} open: ${each.join(', ')}${more}`);
}

function messageLine({ undelivered }: Operation): StatusLine {
  if (undelivered.length === 0) return ok('messages', 'none is undelivered');
  const each = undelivered.slice(0, MOST_NAMES).map(whyUndelivered);
  const more = undelivered.length > MOST_NAMES ? `, and ${undelivered.length - MOST_NAMES} more` : '';
  return failed('messages', `${undelivered.length} undelivered: ${each.join(', ')}${more}`);
}

function whyUndelivered({ channel, recipient, lastError, nextAttemptAt }: UndeliveredMessage): string {
  const to = channel === 'webhook' ? 'webhook' : `mail to ${recipient}`;
  const why = lastError ?? 'never tried: no worker takes notifications';
  return `${to} (${nextAttemptAt === null ? `given up, ${why}` : why})`;
}

function rejectLine({ rejects, leftOut }: Operation): StatusLine {
  const { detail, ...line } = waitingLine(
    'rejects',
    rejects,
    'row could not be read',
    'rows could not be read',
  );
  return { ...line, detail: rejects === 0 ? detail : `${detail}: ${leftOutFigures(leftOut, 'en')}` };
}

function waitingLine(name: string, count: number, one: string, many: string): StatusLine {
  if (count === 0) return ok(name, 'none is open');
  return { status: 'warning', name, detail: count === 1 ? `1 ${one}` : `${showCount(count)} ${many}` };
}

function configurations(count: number): string {
  return count === 1 ? '1 configuration is' : `${showCount(count)} configurations are`;
}

function ago(at: Date, now: Date): string {
  return `${since(at, now)} ago`;
}

function since(at: Date, now: Date): string {
  return duration(Math.max(0, (now.getTime() - at.getTime()) / 1000));
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5_400) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.round(seconds / 3_600)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}

function ok(name: string, detail: string): StatusLine {
  return { status: 'ok', name, detail };
}

function failed(name: string, detail: string): StatusLine {
  return { status: 'failed', name, detail };
}
