import type { RequestedExecution } from '../backend/executions/execution-records.ts';
import { getReject, listRejects, settled, targetsOf } from '../backend/readings/reject-list.ts';
import { AppError } from '../kernel/errors.ts';
import { MOST_TARGETS } from '../vocabulary/depths.ts';
import { type ControlDeps, triggerTargeted } from './control.ts';

/**
 * Requests that the store's row of a reject, with its order, is read again.
 *
 * @throws missing `reject.none`; conflict `reject.settled`, `configuration.disabled`
 */
export async function replayReject(
  deps: ControlDeps,
  id: string,
  requestedBy: string | null,
): Promise<RequestedExecution> {
  const reject = await getReject(deps.db, id);
  if (reject.settled_at !== null) throw settled();
  return await triggerTargeted(deps, reject.configuration, requestedBy, targetsOf([reject]));
}

/**
 * Requests that all open rejects of a configuration are read again, as many as one execution may name.
 *
 * @throws conflict `reject.nothing-open`, `configuration.disabled`; missing `configuration.none`
 */
export async function replayAllRejects(
  deps: ControlDeps,
  configurationId: string,
  requestedBy: string | null,
): Promise<RequestedExecution & { readonly rejects: number }> {
  const filter = { configuration: configurationId, kind: null, state: 'open' } as const;
  const open = await listRejects(deps.db, filter, MOST_TARGETS, 0);
  if (open.length === 0) {
    throw new AppError({
      code: 'reject.nothing-open',
      message: 'This configuration has no open reject.',
    });
  }
  const requested = await triggerTargeted(deps, configurationId, requestedBy, targetsOf(open));
  return { ...requested, rejects: open.length };
}
