import { AppError } from '../../kernel/errors.ts';
import { queryRows, type Transaction } from '../database.ts';
import type { HeldRemovalState } from './held-removal-list.ts';

/** A person's decision about exactly the list with this digest. */
export interface RemovalDecision {
  readonly digest: string;
  readonly note: string | null;
  readonly by: string | null;
  readonly now: Date;
}

/**
 * Approves a list: the next execution removes exactly its rows, as far as the store still lacks them. A rejected list
 * may be approved later.
 *
 * @throws missing `removals.none`; conflict `removals.list-changed`, `removals.decided`
 */
export async function approveRemovals(
  tx: Transaction,
  id: string,
  decision: RemovalDecision,
): Promise<string> {
  const configurationId = await lockList(tx, id, decision.digest, ['waiting', 'rejected']);
  await decide(tx, id, 'approved', decision, null);
  return configurationId;
}

/**
 * Rejects a list: its rows stay until this time, and nothing asks about them again before it.
 *
 * @throws missing `removals.none`; conflict `removals.list-changed`, `removals.decided`
 */
export async function rejectRemovals(
  tx: Transaction,
  id: string,
  decision: RemovalDecision,
  keepsUntil: Date,
): Promise<string> {
  const configurationId = await lockList(tx, id, decision.digest, ['waiting']);
  await decide(tx, id, 'rejected', decision, keepsUntil);
  return configurationId;
}

async function lockList(
  tx: Transaction,
  id: string,
  digest: string,
  from: readonly HeldRemovalState[],
): Promise<string> {
  const [list] = await queryRows<{ configurationId: string; digest: string; state: HeldRemovalState }>(
    tx,
    `select configuration_id as "configurationId", digest, state from held_removals where id = $1 for update`,
    [id],
  );
  if (list === undefined) throw noSuchRemovals();
  if (list.digest !== digest || list.state === 'expired') {
    throw new AppError({
      code: 'removals.list-changed',
      message: 'This list has changed since it was shown, so nothing was decided: look at the present one.',
    });
  }
  if (!from.includes(list.state)) {
    throw new AppError({
      code: 'removals.decided',
      message: 'Somebody has already decided about this list.',
      details: { state: list.state },
    });
  }
  return list.configurationId;
}

async function decide(
  tx: Transaction,
  id: string,
  state: 'approved' | 'rejected',
  { note, by, now }: RemovalDecision,
  keepsUntil: Date | null,
): Promise<void> {
  await tx.query(
    `update held_removals set state = $2, note = $3, decided_by = $4, decided_at = $5, keeps_until = $6,
       updated_at = now()
     where id = $1`,
    [id, state, note, by, now, keepsUntil],
  );
}

export function noSuchRemovals(): AppError {
  return new AppError({ code: 'removals.none', message: 'There is no such list of held removals.' });
}
