import { AppError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { type Queryable, queryRows } from '../database.ts';
import { type Json, jsonbText, readExpression } from '../tables/column-text.ts';

/** A preview as it is kept. */
interface NewPreview {
  readonly configurationId: string;
  /** Null if the command line made it. */
  readonly requestedBy: string | null;
  /** The orders that it covers; null: the event. */
  readonly orderIds: readonly number[] | null;
  /** Settings that were not saved, by the names of the API. */
  readonly settings: Readonly<Record<string, Json>>;
  readonly digest: string;
  readonly report: Json;
  readonly shownRows: Json;
}

export async function savePreview(db: Queryable, preview: NewPreview): Promise<string> {
  const id = newId();
  const { configurationId, requestedBy, orderIds, settings, digest, report, shownRows } = preview;
  await queryRows(
    db,
    `insert into sync_previews (id, configuration_id, requested_by, order_ids, settings, digest, report, shown_rows)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      id,
      configurationId,
      requestedBy,
      orderIds,
      jsonbText(settings),
      digest,
      jsonbText(report),
      jsonbText(shownRows),
    ],
  );
  return id;
}

/** A kept preview as lists show it. */
export interface PreviewRow {
  readonly id: string;
  readonly configuration: string;
  readonly configuration_name: string;
  readonly requested_by_name: string | null;
  readonly orders: readonly number[] | null;
  readonly settings: Json;
  readonly digest: string;
  readonly report: Json;
  /** The last execution that was requested with it; null if there is none. */
  readonly execution: string | null;
  readonly created_at: string;
}

const PREVIEWS = `select p.id, p.configuration_id as configuration, c.name as configuration_name,
    coalesce(u.name, split_part(u.email, '@', 1)) as requested_by_name, p.order_ids as orders, p.settings, p.digest,
    p.report, (select e.id from sync_executions e where e.preview_id = p.id order by e.id desc limit 1) as execution,
    ${readExpression('timestamptz', 'p.created_at')} as created_at
  from sync_previews p join sync_configurations c on c.id = p.configuration_id
    left join users u on u.id = p.requested_by`;

/** @throws missing `preview.none` */
export async function getPreview(db: Queryable, id: string): Promise<PreviewRow> {
  const [row] = await queryRows<PreviewRow>(db, `${PREVIEWS} where p.id = $1`, [id]);
  if (row === undefined) throw noPreview();
  return row;
}

/** The newest first. */
export async function listPreviews(
  db: Queryable,
  configurationId: string | null,
  limit: number,
  offset: number,
): Promise<readonly PreviewRow[]> {
  return await queryRows<PreviewRow>(
    db,
    `${PREVIEWS} where $1::uuid is null or p.configuration_id = $1 order by p.created_at desc, p.id desc
     limit $2 offset $3`,
    [configurationId, limit, offset],
  );
}

export async function countPreviews(db: Queryable, configurationId: string | null): Promise<number> {
  const [row] = await queryRows<{ count: number }>(
    db,
    'select count(*) as count from sync_previews where $1::uuid is null or configuration_id = $1',
    [configurationId],
  );
  return row?.count ?? 0;
}

/** What an execution compares with the store before it writes. */
export interface ShownPreview {
  readonly digest: string;
  readonly shownRows: readonly (readonly [table: string, label: string, digest: string])[];
}

/** @throws missing `preview.none` */
export async function getShownPreview(db: Queryable, id: string): Promise<ShownPreview> {
  const [row] = await queryRows<ShownPreview>(
    db,
    'select digest, shown_rows as "shownRows" from sync_previews where id = $1',
    [id],
  );
  if (row === undefined) throw noPreview();
  return row;
}

/** Whether earlier attempts of an execution wrote anything. */
export async function hasWritten(db: Queryable, executionId: string): Promise<boolean> {
  const [row] = await queryRows<{ written: boolean }>(
    db,
    `select exists (select from unfinished_readings where execution_id = $1)
       or exists (select from sync_changes where execution_id = $1)
       or exists (select from check_ins where execution_id = $1) as written`,
    [executionId],
  );
  return row?.written ?? false;
}

function noPreview(): AppError {
  return new AppError({ code: 'preview.none', message: 'There is no such preview.' });
}
