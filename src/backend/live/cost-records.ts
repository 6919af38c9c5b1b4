import type { StorePurpose } from '../../vocabulary/live.ts';
import { type Queryable, queryRows } from '../database.ts';

/** What a set of credentials cost its store. */
export interface StoreCost {
  readonly statements: number;
  readonly rows: number;
  readonly bytes: number;
  readonly seconds: number;
}

export interface MinuteCost extends StoreCost {
  readonly credentialsId: string;
  readonly kind: StorePurpose;
  readonly minute: Date;
}

/** Adds costs to their minutes, and deletes minutes that no longer count. */
export async function addCosts(db: Queryable, costs: readonly MinuteCost[]): Promise<void> {
  await queryRows(
    db,
    `with old as (
       delete from store_costs where minute < (select min((g ->> 'minute')::timestamptz)
         from jsonb_array_elements($1::jsonb) g) - interval '3 hours'
     )
     insert into store_costs as k (credentials_id, minute, kind, statements, rows, bytes, seconds)
     select g."credentialsId", g.minute, g.kind, g.statements, g.rows, g.bytes, g.seconds
     from jsonb_to_recordset($1::jsonb) as g ("credentialsId" uuid, minute timestamptz, kind text,
       statements bigint, rows bigint, bytes bigint, seconds double precision)
     where exists (select from sync_credentials s where s.id = g."credentialsId")
     order by 1, 2, 3
     on conflict (credentials_id, minute, kind) do update set statements = k.statements + excluded.statements,
       rows = k.rows + excluded.rows, bytes = k.bytes + excluded.bytes, seconds = k.seconds + excluded.seconds,
       updated_at = now()`,
    [JSON.stringify(costs)],
  );
}

export interface HourCost extends StoreCost {
  readonly credentialsId: string;
  readonly kind: StorePurpose;
}

/**
 * What each set of credentials cost its store in the last hour, by purpose; one that cost nothing is absent.
 *
 * @param credentialsId null: all sets
 */
export async function listHourCosts(
  db: Queryable,
  credentialsId: string | null,
  now: Date,
): Promise<readonly HourCost[]> {
  return await queryRows<HourCost>(
    db,
    `select credentials_id as "credentialsId", kind, sum(statements)::bigint as statements,
       sum(rows)::bigint as rows, sum(bytes)::bigint as bytes, sum(seconds) as seconds
     from store_costs
     where minute > $1::timestamptz - interval '1 hour' and minute <= $1
       and ($2::uuid is null or credentials_id = $2)
     group by credentials_id, kind order by credentials_id, kind`,
    [now, credentialsId],
  );
}

const NONE: StoreCost = { statements: 0, rows: 0, bytes: 0, seconds: 0 };

export function totalOf(costs: readonly StoreCost[]): StoreCost {
  return costs.reduce(
    (sum, one) => ({
      statements: sum.statements + one.statements,
      rows: sum.rows + one.rows,
      bytes: sum.bytes + one.bytes,
      seconds: sum.seconds + one.seconds,
    }),
    NONE,
  );
}

/** The costs of a set for each purpose. */
export function byPurpose(costs: readonly HourCost[]): Readonly<Record<StorePurpose, StoreCost>> {
  const of = (purpose: StorePurpose): StoreCost => totalOf(costs.filter(({ kind }) => kind === purpose));
  return { watch: of('watch'), execution: of('execution'), request: of('request') };
}
