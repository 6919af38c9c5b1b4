import type { Transaction } from '../backend/database.ts';
import { type Cause, type Occurrence, resolveSignIns } from '../backend/incidents/incident-records.ts';
import { countFailedSignIns } from '../backend/sign-in/login-attempt-records.ts';

const WINDOW_MS = 15 * 60_000;
/** More failures than users who mistype their passwords cause. */
const RISE = { attempts: 100, accounts: 20 } as const;
/**
 * The incident closes below these. They are well below RISE, so that a rate that goes up and down does not open several
 * incidents.
 */
const CALM = { attempts: 50, accounts: 10 } as const;

const CAUSE: Cause = {
  key: 'sign-ins',
  kind: 'sign_ins_failing',
  credentialsId: null,
  errorCode: null,
  errorMessage: null,
};

/**
 * Opens an incident if somebody seems to be guessing passwords: within 15 minutes many sign-ins fail, or
 * sign-ins of many accounts fail. Returns the incidents that are over.
 */
export async function evaluateSignIns(
  tx: Transaction,
  at: Date,
  record: (occurrence: Occurrence) => Promise<void>,
): Promise<readonly string[]> {
  const { attempts, accounts } = await countFailedSignIns(tx, new Date(at.getTime() - WINDOW_MS));
  if (attempts >= RISE.attempts || accounts >= RISE.accounts) {
    await record({ cause: CAUSE, configurationId: null, executionId: null, since: at, at });
    return [];
  }
  const isCalm = attempts < CALM.attempts && accounts < CALM.accounts;
  return isCalm ? await resolveSignIns(tx, at) : [];
}
