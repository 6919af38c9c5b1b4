import { newId } from '../../kernel/ids.ts';
import type { ProofRow } from '../../vocabulary/sync-report.ts';
import { queryRows, type Transaction } from '../database.ts';
import { copyRows } from '../queries/copy-rows.ts';

/**
 * A proof has a row for each slot and each row of seats. Of a subject with more rows than this, earlier proofs of a
 * configuration keep sums. Otherwise an event with thousands of slots would add thousands of rows with each execution.
 */
const MOST_ROWS = 100;
/** SQL: the pattern of values that can be summed. Some measures of an order that differs are words. */
const DECIMAL = `'^-?[0-9]+([.][0-9]+)?$'`;

export async function saveProof(
  tx: Transaction,
  { id, configurationId }: { readonly id: string; readonly configurationId: string },
  rows: readonly ProofRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await copyRows(
    tx,
    'sync_proofs',
    [
      'id',
      'execution_id',
      'scope',
      'subject',
      'group_name',
      'measure',
      'store_value',
      'backend_value',
      'equal',
    ],
    rows.map((row) => [
      newId(),
      id,
      row.scope,
      row.subject,
      row.group,
      row.measure,
      row.store,
      row.backend,
      String(row.equal),
    ]),
  );
  if (rows.length <= MOST_ROWS) return;
  await tx.query('update sync_executions set has_long_proof = true where id = $1', [id]);
  await sumUpEarlier(tx, configurationId, id);
}

/**
 * Sums up the long proofs of a configuration before this execution: of each subject and measure with many rows, one row
 * for the groups that agree, and of those that differ the first ones and one row for the others.
 */
async function sumUpEarlier(tx: Transaction, configurationId: string, executionId: string): Promise<void> {
  const earlier = await queryRows<{ id: string }>(
    tx,
    'select id from sync_executions where configuration_id = $1 and has_long_proof and id <> $2 order by id',
    [configurationId, executionId],
  );
  if (earlier.length === 0) return;
  const ids = earlier.map(({ id }) => id);
  // Only rows that this statement removes are summed: a cleanup may remove the execution at the same time.
  await tx.query(
    `with placed as (
       select id, equal, row_number() over of_measure as place, count(*) over of_measure as all_rows
       from sync_proofs where execution_id = any($1)
       window of_measure as (partition by execution_id, scope, subject, measure, equal
         order by group_name rows between unbounded preceding and unbounded following)
     ), gone as (
       delete from sync_proofs p using placed where p.id = placed.id and placed.all_rows > ${MOST_ROWS}
         and (placed.equal or placed.place > ${MOST_ROWS})
       returning p.*
     ), sums as (
       select execution_id, scope, subject, measure, equal, sum(group_count) as groups,
         coalesce(sum(case when store_value ~ ${DECIMAL} then store_value::numeric end)::text, '') as store,
         coalesce(sum(case when backend_value ~ ${DECIMAL} then backend_value::numeric end)::text, '') as backend
       from gone group by execution_id, scope, subject, measure, equal
     )
     insert into sync_proofs (id, execution_id, scope, subject, group_name, measure, store_value, backend_value, equal,
       group_count)
     select gen_random_uuid(), execution_id, scope, subject, '', measure, store, backend, equal, groups from sums`,
    [ids],
  );
  await tx.query('update sync_executions set has_long_proof = false where id = any($1)', [ids]);
}
