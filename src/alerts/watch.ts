import { saysUnreachable } from '../backend/credentials/outage-records.ts';
import { type Database, inTransaction, type Transaction } from '../backend/database.ts';
import { requestTask } from '../backend/dispatch/background-task-records.ts';
import {
  type EndedExecution,
  type EndedTest,
  findCalm,
  findStale,
  hasManyRefunds,
  listNewlyUnprotected,
  takeEndedExecutions,
  takeEndedTests,
  takeEvaluationTurn,
} from '../backend/incidents/evaluation-records.ts';
import {
  noteRecovered,
  type Occurrence,
  recordOccurrence,
  resolveProtected,
  resolveRecovered,
  resolveResting,
  resolveTested,
  resolveTestsOnly,
} from '../backend/incidents/incident-records.ts';
import { anyMessageDue, putMessages } from '../backend/incidents/message-records.ts';
import type { Log } from '../kernel/log/log.ts';
import type { AlertKind } from '../vocabulary/alerts.ts';
import {
  causeOf,
  causeOfTest,
  heldCause,
  refundsCause,
  staleCause,
  unprotectedCause,
  unverifiedCause,
} from './cause.ts';
import type { AlertSettings } from './channels/alert-settings.ts';
import { evaluateClocks } from './evaluate-clocks.ts';
import { evaluateSignIns } from './evaluate-sign-ins.ts';
import { evaluateWebhooks } from './evaluate-webhooks.ts';
import { recipientsOf } from './recipients.ts';

export interface WatchDeps {
  readonly db: Database;
  readonly log: Log;
  readonly now: () => Date;
  readonly settings: AlertSettings;
  /** How long a success counts as recent, for each frequency. */
  readonly staleAfterMs: Readonly<Record<string, number>>;
}

const ANY_SUCCESS: readonly AlertKind[] = [
  'store_unreachable',
  'credentials_failing',
  'sync_failed',
  'sync_stale',
];
/** What a successful execution may find nevertheless, also a targeted one. */
const OF_A_SUCCESS: readonly AlertKind[] = ['removals_held', 'many_refunds'];
const STALE_LOOK_MS = 60_000;

/**
 * Evaluates what ended since the last time, and opens, updates and closes incidents. Their messages go into the
 * outbox in the same transaction, so that none is lost or sent twice.
 */
export function createWatch(deps: WatchDeps, staleLookMs = STALE_LOOK_MS): () => Promise<void> {
  const { db, now } = deps;
  let staleAtMs = Number.NEGATIVE_INFINITY;
  return async () => {
    const at = now();
    const lookForStale = performance.now() - staleAtMs >= staleLookMs;
    const evaluated = await inTransaction(db, async (tx) => {
      if (!(await takeEvaluationTurn(tx))) return false;
      await evaluate(tx, deps, at, lookForStale);
      return true;
    });
    if (evaluated && lookForStale) staleAtMs = performance.now();
    if (await anyMessageDue(db, at)) {
      await requestTask(db, { name: 'send_alert', queue: 'notifications', subjectId: null, runAfter: at });
    }
  };
}

async function evaluate(tx: Transaction, deps: WatchDeps, at: Date, lookForStale: boolean): Promise<void> {
  const opened: string[] = [];
  const over: string[] = [];
  const record = async (occurrence: Occurrence): Promise<void> => {
    const id = await recordOccurrence(tx, occurrence);
    if (id !== null) opened.push(id);
  };
  for (const ended of await takeEndedExecutions(tx)) {
    over.push(...(await evaluateExecution(tx, ended, record)));
  }
  for (const test of await takeEndedTests(tx)) {
    over.push(...(await evaluateTest(tx, test, record)));
  }
  if (lookForStale) {
    for (const { configurationId, credentialsId, since } of await findStale(tx, deps.staleAfterMs, at)) {
      await record({ cause: staleCause(credentialsId), configurationId, executionId: null, since, at });
    }
    over.push(...(await evaluateSignIns(tx, at, record)));
    over.push(...(await evaluateClocks(tx, at, record)));
    over.push(...(await evaluateWebhooks(tx, at, record)));
  }
  // A person decides about held removals between two executions, and a day ends without one.
  for (const { configurationId, kind } of await findCalm(tx)) {
    await noteRecovered(tx, configurationId, [kind], at);
  }
  for (const { id, since } of await listNewlyUnprotected(tx)) {
    await record({ cause: unprotectedCause(id), configurationId: null, executionId: null, since, at });
  }
  over.push(...(await resolveProtected(tx, at)));
  over.push(...(await resolveRecovered(tx, at)));
  await resolveResting(tx, at);
  if (opened.length + over.length === 0) return;
  deps.log.warn({ opened, over }, 'incidents opened or over');
  const recipients = await recipientsOf(tx, deps.settings);
  for (const id of opened) await putMessages(tx, id, 'opened', recipients, at);
  for (const id of over) await putMessages(tx, id, 'recovered', recipients, at);
}

type RecordOccurrence = (occurrence: Occurrence) => Promise<void>;

async function evaluateExecution(
  tx: Transaction,
  ended: EndedExecution,
  record: RecordOccurrence,
): Promise<readonly string[]> {
  const { configurationId, credentialsId, executionId, at, error, isTargeted } = ended;
  // A person looks at a targeted execution that failed.
  if (ended.status === 'failed' && error !== null && !isTargeted) {
    const since = (saysUnreachable(error) ? ended.outageSince : null) ?? ended.firstFailedAt;
    await record({ cause: causeOf(error, ended), configurationId, executionId, since, at });
  }
  if (ended.status !== 'success') return [];
  const held = [
    ...(ended.holdsRemovals ? [heldCause(configurationId)] : []),
    ...((await hasManyRefunds(tx, configurationId)) ? [refundsCause(configurationId)] : []),
  ];
  const wrong = new Set(held.map(({ kind }) => kind));
  const fine = OF_A_SUCCESS.filter((kind) => !wrong.has(kind));
  const over = isTargeted ? [] : await resolveTestsOnly(tx, credentialsId, at);
  // Held removals are a difference that Taquilla itself keeps: they open no incident, but both sides do not agree.
  const isUnverified = ended.verification === 'unverified';
  const differs =
    !isTargeted && isUnverified && !ended.differsByHeldOnly ? [unverifiedCause(configurationId)] : [];
  const agrees: readonly AlertKind[] = isUnverified ? [] : ['proof_unverified'];
  const ofTheEvent = isTargeted ? [] : [...ANY_SUCCESS, ...agrees];
  await noteRecovered(tx, configurationId, [...ofTheEvent, ...fine], at);
  for (const cause of [...differs, ...held]) {
    await record({ cause, configurationId, executionId, since: at, at });
  }
  return over;
}

/** Opens an incident for a set of credentials whose server is not confirmed yet. */
const NOT_SET_UP: ReadonlySet<string> = new Set(['store.host-key-unknown', 'store.server-key-unknown']);

/**
 * A store that is unreachable for one test is not an incident: the next tests show whether it stays unreachable.
 */
async function evaluateTest(
  tx: Transaction,
  test: EndedTest,
  record: RecordOccurrence,
): Promise<readonly string[]> {
  const { credentialsId, error, at } = test;
  if (error === null) return await resolveTested(tx, credentialsId, at);
  const away = saysUnreachable(error);
  // The person who requested the test sees its result.
  if (away ? test.probes === 0 : test.asked || error.kind === 'aborted') return [];
  // Somebody is still setting the credentials up. An execution that needs them opens an incident of its own.
  if (NOT_SET_UP.has(error.code)) return [];
  // No affected configuration is known yet.
  const cause = causeOfTest(error, credentialsId);
  const since = (away ? test.outageSince : null) ?? at;
  await record({ cause, configurationId: null, executionId: null, since, at });
  return [];
}
