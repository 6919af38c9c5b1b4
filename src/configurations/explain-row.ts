import { type ConfigurationRow, findConfigurationRow } from '../backend/configurations/configuration-list.ts';
import { type ConflictRow, listConflicts } from '../backend/conflicts/conflict-list.ts';
import { listEditsOf, type TicketEditRow } from '../backend/conflicts/local-edit-list.ts';
import type { Database } from '../backend/database.ts';
import { listRejectsOfRow } from '../backend/executions/execution-log-list.ts';
import type { RejectRow } from '../backend/readings/reject-list.ts';
import {
  type ChangingExecution,
  type ExplainedPlace,
  findHeldRows,
  findPlaceInStore,
  listChangingExecutions,
} from '../backend/ticketing-queries/explained-rows.ts';
import { readOrderHistory, type ShownChange } from '../backend/ticketing-queries/order-history.ts';
import { AppError, throwIfAborted } from '../kernel/errors.ts';
import type { ReadExplanation } from '../sync/explain/explained-row.ts';
import { readExplanation } from '../sync/explain/read-explained.ts';
import { type AskStores, asLate } from './ask-store.ts';

/** A person waits for the store's answer. */
const EXPLAIN_WITHIN_MS = 20_000;
const MOST_EXECUTIONS = 100;
const MOST_CHANGES = 100;
const MOST_CONFLICTS = 100;

/** Everything that explains an order or a ticket. Personal data are not masked yet. */
export interface RowExplanation {
  readonly place: ExplainedPlace;
  /** Null if the configuration was deleted. */
  readonly configuration: ConfigurationRow | null;
  /** The store's side; null if the store could not be asked. */
  readonly read: ReadExplanation | null;
  /** Why the store could not be asked. */
  readonly error: AppError | null;
  /** By row, the list with which the removal guard holds it, so that the next sync does not change it. */
  readonly held: ReadonlyMap<string, string>;
  readonly executions: readonly ChangingExecution[];
  readonly changes: readonly ShownChange[];
  readonly edits: readonly TicketEditRow[];
  readonly conflicts: readonly ConflictRow[];
  readonly rejects: readonly RejectRow[];
}

interface ExplainDeps {
  readonly db: Database;
  readonly now: () => Date;
  /** Null if stores cannot be asked here. */
  readonly stores: Pick<AskStores, 'read'> | null;
}

/**
 * Explains an order or a ticket: the store is read, and what the backend knows is added. If the store cannot be
 * asked, the explanation has the backend's side alone.
 *
 * @throws unavailable `backend.*`; aborted
 */
export async function explainRow(
  deps: ExplainDeps,
  asked: ExplainedPlace,
  stop?: AbortSignal,
): Promise<RowExplanation> {
  const { db, now } = deps;
  const { configuration: configurationId, event } = asked;
  const configuration =
    configurationId === null ? null : await findConfigurationRow(db, configurationId, now());
  const { read, error } = await askForRow(deps, configuration, asked, stop);
  const place = await placeAfter(db, asked, read);
  const { order, ticket } = place;
  const differing = (read?.differences ?? []).flatMap(({ rowId }) => rowId ?? []);
  // A ticket of an order is explained with the whole order.
  const row = order ?? ticket;
  const isAlone = order === null;
  return {
    place,
    configuration,
    read,
    error,
    held: configuration === null ? new Map() : await findHeldRows(db, configuration.id, differing, now()),
    executions: row === null ? [] : await listChangingExecutions(db, row, MOST_EXECUTIONS),
    changes: row === null ? [] : await readOrderHistory(db, row, MOST_CHANGES, 0),
    edits: row === null || event === null ? [] : await listEditsOf(db, event, row),
    conflicts:
      row === null
        ? []
        : await listConflicts(
            db,
            { ...NO_FILTER, ...(isAlone ? { row } : { order: row }) },
            MOST_CONFLICTS,
            0,
          ),
    rejects: configuration === null ? [] : await listRejectsOfRow(db, configuration.id, wooRowOf(place)),
  };
}

/** A ticket that the backend does not have names its order only in the store. */
async function placeAfter(
  db: Database,
  place: ExplainedPlace,
  read: ReadExplanation | null,
): Promise<ExplainedPlace> {
  const wooOrderId = read?.wooOrderId ?? null;
  if (place.configuration === null || place.order !== null || wooOrderId === null) return place;
  return (await findPlaceInStore(db, place.configuration, wooOrderId, place.wooTicketId)) ?? place;
}

const NO_FILTER = {
  configuration: null,
  execution: null,
  table: null,
  kind: null,
  row: null,
  order: null,
  state: 'all',
} as const;

/** A ticket without a post exists in its order only. */
function wooRowOf({ wooOrderId, wooTicketId }: ExplainedPlace) {
  return { wooOrderId, wooTicketId };
}

async function askForRow(
  { db, now, stores }: ExplainDeps,
  configuration: ConfigurationRow | null,
  place: ExplainedPlace,
  stop: AbortSignal | undefined,
): Promise<Pick<RowExplanation, 'read' | 'error'>> {
  if (configuration === null || stores === null) return { read: null, error: null };
  const late = AbortSignal.timeout(EXPLAIN_WITHIN_MS);
  const signal = stop === undefined ? late : AbortSignal.any([stop, late]);
  try {
    const read = await stores.read(
      configuration.credentials,
      async (store) => await readExplanation({ db, now }, configuration.id, store, wooRowOf(place), signal),
    );
    return { read, error: null };
  } catch (thrown) {
    if (stop !== undefined) throwIfAborted(stop);
    const error = asLate(thrown, 'store.statement-timeout');
    if (error instanceof AppError && isOfStore(error)) return { read: null, error };
    throw error;
  }
}

/** Errors of the backend itself are no answer. */
function isOfStore({ kind, code }: AppError): boolean {
  return kind !== 'bug' && kind !== 'aborted' && !code.startsWith('backend.');
}
