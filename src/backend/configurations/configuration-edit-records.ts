import { newId } from '../../kernel/ids.ts';
import type { TimezoneSource } from '../../kernel/time/timezone.ts';
import type { Frequency } from '../../vocabulary/configurations.ts';
import type { OrderStatus } from '../../vocabulary/ticketing.ts';
import { detailOf, isUniqueViolation } from '../connection/postgres-errors.ts';
import { type Queryable, queryRows, type Transaction } from '../database.ts';
import { jsonbText } from '../tables/column-text.ts';
import { claimRefused, type MetClaim } from './product-claims.ts';

/** All settings of a configuration that a person chooses. */
export interface ConfigurationValues {
  readonly name: string;
  readonly organizerId: string;
  readonly credentialsId: string;
  readonly wooProductId: number;
  readonly wooVariationId: number | null;
  readonly eventName: string;
  readonly eventDescription: string | null;
  readonly eventStartDate: Date | null;
  readonly eventEndDate: Date | null;
  readonly ticketTierName: string;
  readonly serviceFeePercentage: string;
  readonly frequency: Frequency;
  readonly timezone: string;
  /** Null if the person who chose it is no longer known. */
  readonly timezoneSource: TimezoneSource | null;
  readonly runAt: string | null;
  readonly statusMapping: Readonly<Record<string, OrderStatus>>;
  readonly refundPolicy: string;
  readonly sweepBudgetSeconds: number;
  readonly maxRemovalPercent: string;
}

const COLUMNS = [
  'name',
  'organizer_id',
  'credentials_id',
  'woo_product_id',
  'woo_variation_id',
  'event_name',
  'event_description',
  'event_start_date',
  'event_end_date',
  'ticket_tier_name',
  'service_fee_percentage',
  'frequency',
  'timezone',
  'timezone_source',
  'run_at',
  'status_mapping',
  'refund_policy',
  'sweep_budget_seconds',
  'max_removal_percent',
] as const;

/** The store of the configuration, which never changes. */
export interface ConfigurationPin {
  readonly siteUrl: string;
  readonly tablePrefix: string;
  readonly productCreatedAtUtc: Date | null;
  /** The zone that the store names; null if there is none. */
  readonly ownTimezone: string | null;
}

/** Returns the new id; null if this product is configured already. */
export async function insertConfiguration(
  tx: Transaction,
  given: ConfigurationValues,
  pin: ConfigurationPin,
  made: { readonly createdBy: string | null; readonly nextDueAt: Date | null; readonly now: Date },
): Promise<string | null> {
  const values = valuesOf(given);
  const insert = queryRows<{ id: string }>(
    tx,
    `insert into sync_configurations (id, ${COLUMNS.join(', ')}, pinned_site_url, pinned_table_prefix,
       pinned_product_created_at, created_by, next_due_at, schedule_anchor, store_timezone)
     values ($1, ${[...values, 1, 2, 3, 4, 5, 6, 7].map((_, at) => `$${at + 2}`).join(', ')})
     on conflict do nothing returning id`,
    [
      newId(),
      ...values,
      pin.siteUrl,
      pin.tablePrefix,
      pin.productCreatedAtUtc,
      made.createdBy,
      made.nextDueAt,
      made.now,
      pin.ownTimezone,
    ],
  );
  const rows = await insert.catch(refuseProductTwice);
  return rows[0]?.id ?? null;
}

/** Writes a change only if a value differs. False if another configuration already has the new product. */
export async function updateConfiguration(
  tx: Transaction,
  id: string,
  given: ConfigurationValues,
  nextDueAt: Date | null,
  now: Date,
): Promise<boolean> {
  const values = valuesOf(given);
  try {
    await queryRows(
      tx,
      `update sync_configurations set ${COLUMNS.map((column, at) => `${column} = $${at + 3}`).join(', ')},
         next_due_at = $2, updated_at = now(), scheduled_since = case
           when frequency = $${COLUMNS.indexOf('frequency') + 3} then scheduled_since
           else $${COLUMNS.length + 3}::timestamptz end
       where id = $1 and row(next_due_at, ${COLUMNS.join(', ')})
         is distinct from row($2, ${COLUMNS.map((_, at) => `$${at + 3}`).join(', ')})`,
      [id, nextDueAt, ...values, now],
    );
    return true;
  } catch (thrown) {
    if (isUniqueViolation(thrown, 'sync_configurations_one_product')) return false;
    throw thrown;
  }
}

/** Adds these further products to a configuration; existing ones stay. */
export async function replaceProducts(tx: Transaction, id: string, others: readonly number[]): Promise<void> {
  const left = await tx.query(
    `delete from sync_configuration_products where configuration_id = $1 and woo_product_id <> all($2::bigint[])`,
    [id, others],
  );
  const insert = tx.query(
    `insert into sync_configuration_products as p (configuration_id, woo_product_id, position)
     select $1, given.id, given.position
     from unnest($2::bigint[]) with ordinality as given (id, position) order by given.id
     on conflict (configuration_id, woo_product_id)
       do update set position = excluded.position, updated_at = now()
       where p.position <> excluded.position`,
    [id, others],
  );
  const placed = await insert.catch(refuseProductTwice);
  if ((left.rowCount ?? 0) + (placed.rowCount ?? 0) === 0) return;
  await tx.query('update sync_configurations set updated_at = now() where id = $1', [id]);
}

/**
 * The error for a trigger of the database that refuses the rows. The earlier check found no conflict, so
 * somebody else wrote a row without locking the products.
 */
function refuseProductTwice(thrown: unknown): never {
  if (!isUniqueViolation(thrown, 'sync_configuration_products_one_organizer')) throw thrown;
  throw claimRefused({ how: 'same', existing: JSON.parse(detailOf(thrown)) as MetClaim['existing'] });
}

/**
 * Hides a configuration and takes it off the schedule. Its event stays, and the next configuration of the
 * product takes it over.
 */
export async function hideConfiguration(tx: Transaction, id: string, now: Date): Promise<void> {
  await tx.query(
    `update sync_configurations set deleted_at = $2, status = 'disabled', next_due_at = null, updated_at = now()
     where id = $1`,
    [id, now],
  );
  await tx.query('update events set configuration_id = null where configuration_id = $1', [id]);
  // No execution of it decides about its lists any more.
  await tx.query(
    `update held_removals set state = 'expired', ended_at = $2, updated_at = now()
     where configuration_id = $1 and state in ('waiting', 'approved', 'rejected')`,
    [id, now],
  );
}

export async function renameOrganizer(tx: Transaction, organizerId: string, name: string): Promise<void> {
  await tx.query('update organizers set name = $2, updated_at = now() where id = $1 and name <> $2', [
    organizerId,
    name,
  ]);
}

/** Which of these configurations exist; they are locked until the transaction ends. */
export async function lockConfigurations(
  tx: Transaction,
  ids: readonly string[],
): Promise<readonly string[]> {
  const rows = await queryRows<{ id: string }>(
    tx,
    `select id from sync_configurations where id = any($1) and deleted_at is null
     order by id for no key update`,
    [ids],
  );
  return rows.map((row) => row.id);
}

/** Sets a new frequency, whose periods count from now on. */
export async function setFrequency(
  tx: Transaction,
  id: string,
  frequency: Frequency,
  nextDueAt: Date | null,
  now: Date,
): Promise<void> {
  await tx.query(
    `update sync_configurations set frequency = $2, next_due_at = $3, scheduled_since = $4, updated_at = now()
     where id = $1`,
    [id, frequency, nextDueAt, now],
  );
}

/** Whether the set exists and may be used. */
export async function findCredentialsState(
  db: Queryable,
  id: string | null,
): Promise<{ readonly id: string; readonly isActive: boolean } | null> {
  const [row] = await queryRows<{ id: string; isActive: boolean }>(
    db,
    `select id, is_active as "isActive" from sync_credentials
     where case when $1::uuid is null then is_default else id = $1 end`,
    [id],
  );
  return row ?? null;
}

function valuesOf(given: ConfigurationValues): unknown[] {
  return [
    given.name,
    given.organizerId,
    given.credentialsId,
    given.wooProductId,
    given.wooVariationId,
    given.eventName,
    given.eventDescription,
    given.eventStartDate,
    given.eventEndDate,
    given.ticketTierName,
    given.serviceFeePercentage,
    given.frequency,
    given.timezone,
    given.timezoneSource,
    given.runAt,
    jsonbText(given.statusMapping),
    given.refundPolicy,
    given.sweepBudgetSeconds,
    given.maxRemovalPercent,
  ];
}
