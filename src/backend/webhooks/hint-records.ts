import { type ExecutionDepth, MOST_TARGETS, type Targets } from '../../vocabulary/depths.ts';
import { type Queryable, queryRows, type Transaction } from '../database.ts';
import { request } from '../executions/transitions.ts';

/** An order is announced several times within moments: a checkout makes two deliveries. */
const COLLECTED_FOR = `interval '2 seconds'`;
/** How long announced orders wait after their execution failed or was cancelled. */
const WAIT_AFTER_FAILURE = `interval '5 minutes'`;
/** The schedule has read most of what was announced so long ago. */
const KEPT_FOR = `interval '24 hours'`;
/** Whether a delivery announced an order is asked within minutes. */
const KEPT_AFTER_READING = `interval '1 hour'`;
const MOST_AT_ONCE = 100;

/**
 * Configurations with announced orders that no execution reads yet, locked until the transaction ends. While an
 * execution of a configuration runs, its announced orders wait for the end. A configuration that never succeeded reads
 * its whole event first.
 *
 * @param after the last one of the round before: the ones after it come first, so that those whose execution cannot be
 * requested yet keep no others waiting
 */
export async function lockAnnounced(
  tx: Transaction,
  now: Date,
  after: string | null,
): Promise<readonly string[]> {
  const rows = await queryRows<{ id: string }>(
    tx,
    `select c.id from sync_configurations c
     where c.id in (
         select configuration_id from sync_order_hints where waiting_since <= clock_timestamp() - ${COLLECTED_FOR}
         union select f.configuration_id from sync_hint_overflows f
         -- The event is read, which waits for a pending execution of it.
         where not exists (select from sync_executions e where e.configuration_id = f.configuration_id
           and e.status = 'pending' and e.requested_depth is distinct from 'targeted'))
       and c.deleted_at is null and c.status in ('active', 'error') and c.last_success_at is not null
       and not exists (select from sync_executions e where e.configuration_id = c.id and (e.status = 'running'
         or (e.status = 'pending' and (e.trigger = 'webhook' or e.requested_depth = 'targeted'))))
       and not exists (select from sync_executions e where e.configuration_id = c.id and e.trigger = 'webhook'
         and e.status in ('failed', 'cancelled') and e.finished_at > $1::timestamptz - ${WAIT_AFTER_FAILURE})
     order by coalesce(c.id <= $2, false), c.id limit ${MOST_AT_ONCE} for no key update of c skip locked`,
    [now, after],
  );
  return rows.map(({ id }) => id);
}

interface Waiting {
  readonly isBusy: boolean;
  readonly isTooMuch: boolean;
  /** Orders that were announced after the last execution of the event that announcements caused. */
  readonly fresh: number;
  readonly orderIds: readonly number[];
}

/**
 * Requests one execution that reads the announced orders of a configuration, or the event if they are more than a
 * targeted execution reads. What the latter leaves is read by targeted ones after it, because it follows the change
 * signals of the store and not the announcements. Call `lockAnnounced` first. Returns whether one was requested.
 */
export async function requestAnnounced(
  tx: Transaction,
  configurationId: string,
  maxRetries: number,
  now: Date,
): Promise<boolean> {
  const { isBusy, isTooMuch, fresh, orderIds } = await readWaiting(tx, configurationId);
  if (isBusy || (!isTooMuch && orderIds.length === 0)) return false;
  const readsEvent = isTooMuch || fresh > MOST_TARGETS;
  const asked = { configurationId, trigger: 'webhook', queue: 'default', requestedBy: null } as const;
  const made = await request(
    tx,
    [
      {
        ...asked,
        retryOf: null,
        plannedAt: null,
        maxRetries,
        requestedDepth: readsEvent ? 'quick' : null,
        ...(readsEvent ? {} : { targets: { orderIds, ticketIds: [] } satisfies Targets }),
      },
    ],
    now,
  );
  return made.length > 0;
}

async function readWaiting(tx: Transaction, configurationId: string): Promise<Waiting> {
  const [row] = await queryRows<Waiting>(
    tx,
    `with waiting as (
       select woo_order_id, waiting_since, announced_at from sync_order_hints
       where configuration_id = $1 and waiting_since is not null
     ), last as (
       select max(started_at) as at from sync_executions
       where configuration_id = $1 and trigger = 'webhook' and status = 'success' and order_ids is null
     )
     select exists (select from sync_executions where configuration_id = $1 and (status = 'running'
         or (status = 'pending' and (trigger = 'webhook' or requested_depth = 'targeted')))) as "isBusy",
       exists (select from sync_hint_overflows where configuration_id = $1) as "isTooMuch",
       (select count(*) from waiting, last where last.at is null or announced_at > last.at) as fresh,
       to_jsonb(array(select woo_order_id from (select woo_order_id from waiting order by waiting_since, woo_order_id
         limit ${MOST_TARGETS}) w order by woo_order_id)) as "orderIds"`,
    [configurationId],
  );
  if (row === undefined) throw new Error('a query without a table gave no row');
  return row;
}

/** An attempt that ended well. */
interface EndedAttempt {
  readonly id: string;
  readonly configurationId: string;
  readonly attemptId: string;
  readonly targets: Targets | null;
}

/**
 * Notes what an execution that succeeded means for announcements: those of its named orders are followed if they came
 * before it began, an execution of the event follows those that were too many, and orders that it found by itself
 * may be ones that no delivery announced.
 */
export async function noteFollowed(
  tx: Transaction,
  { id, configurationId, attemptId, targets }: EndedAttempt,
  { depth, isContinued }: { readonly depth: ExecutionDepth; readonly isContinued: boolean },
): Promise<void> {
  if (targets !== null) return await noteOrdersRead(tx, configurationId, attemptId, targets.orderIds);
  // A page of an earlier attempt may be older than an announcement.
  if (!isContinued) {
    await tx.query(
      `delete from sync_hint_overflows where configuration_id = $1
         and announced_at < (select started_at from sync_attempts where id = $2)`,
      [configurationId, attemptId],
    );
  }
  if (depth !== 'full') await noteFound(tx, configurationId, id);
}

/** Notes that an attempt has read these orders. Announcements since it began wait for the next execution. */
export async function noteOrdersRead(
  db: Queryable,
  configurationId: string,
  attemptId: string,
  wooOrderIds: readonly number[],
): Promise<void> {
  await queryRows(
    db,
    // Deliveries lock these rows in the same order.
    `with read as (
       select woo_order_id from sync_order_hints
       where configuration_id = $1 and waiting_since is not null and woo_order_id = any($3::bigint[])
         and announced_at < (select started_at from sync_attempts where id = $2)
       order by woo_order_id for no key update
     )
     update sync_order_hints h set waiting_since = null, updated_at = now()
     from read where h.configuration_id = $1 and h.woo_order_id = read.woo_order_id`,
    [configurationId, attemptId, wooOrderIds],
  );
}

/** More of them in one execution say no more about the webhooks. */
const MOST_FOUND = 1_000;

/**
 * Every new order and every new state of an order has a delivery; other changes of an order may have none. Nothing
 * announced what changed before the webhooks were set up, while the configuration was paused, or before it had one of
 * its products.
 */
async function noteFound(tx: Transaction, configurationId: string, executionId: string): Promise<void> {
  await tx.query(
    `insert into sync_found_orders (configuration_id, woo_order_id, changed_at, found_at)
     select distinct on (o.woo_order_id) c.id, o.woo_order_id, least(now(), coalesce(o.modified_at, o.ordered_at)), now()
     from sync_changes s join orders o on o.id = s.row_id
     join sync_configurations c on c.id = $1 join sync_webhooks w on w.credentials_id = c.credentials_id
     where s.execution_id = $2 and s.table_name = 'orders'
       and ((s.operation = 'created' and o.ordered_at > now() - interval '1 day')
         or (s.operation = 'updated' and s.fields ? 'source_status'))
       and coalesce(o.modified_at, o.ordered_at) > greatest(w.secret_set_at, c.scheduled_since,
         (select max(p.created_at) from sync_configuration_products p where p.configuration_id = c.id))
     order by 2 limit ${MOST_FOUND}
     on conflict do nothing`,
    [configurationId, executionId],
  );
}

/**
 * Removes announcements that no execution needs any more. Of old orders that still wait, for example because their
 * configuration is paused, only that there are some is kept.
 */
export async function removeOldHints(db: Queryable): Promise<void> {
  await queryRows(
    db,
    `with old as (
       delete from sync_order_hints h using (
         select configuration_id, woo_order_id from sync_order_hints
         where case when waiting_since is null then updated_at < now() - ${KEPT_AFTER_READING}
           else announced_at < now() - ${KEPT_FOR} end
         order by configuration_id, woo_order_id for update skip locked
       ) o
       where h.configuration_id = o.configuration_id and h.woo_order_id = o.woo_order_id
       returning h.configuration_id, h.announced_at, h.waiting_since
     )
     insert into sync_hint_overflows as f (configuration_id, announced_at)
     select o.configuration_id, max(o.announced_at) from old o
     join sync_configurations c on c.id = o.configuration_id and c.deleted_at is null
     where o.waiting_since is not null and not exists (select from sync_executions e
       where e.configuration_id = c.id and e.order_ids is null and e.status = 'success'
         and e.started_at > o.announced_at)
     group by o.configuration_id order by o.configuration_id
     on conflict (configuration_id) do update set announced_at = greatest(f.announced_at, excluded.announced_at),
       updated_at = now()`,
  );
  await queryRows(db, `delete from sync_webhook_hours where hour < now() - interval '30 days'`);
}
