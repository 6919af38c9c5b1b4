import type { SecondFactorDemand } from '../../vocabulary/people.ts';
import { type Queryable, queryRows } from '../database.ts';

export async function readSecondFactorDemand(db: Queryable): Promise<SecondFactorDemand> {
  const [row] = await queryRows<{ demand: SecondFactorDemand }>(
    db,
    'select second_factor_required_for as demand from access_settings',
  );
  return row?.demand ?? 'nobody';
}

export async function setSecondFactorDemand(db: Queryable, demand: SecondFactorDemand): Promise<void> {
  await queryRows(
    db,
    `insert into access_settings (second_factor_required_for) values ($1)
     on conflict (only_row) do update set second_factor_required_for = excluded.second_factor_required_for,
       updated_at = now()`,
    [demand],
  );
}

/**
 * Whether the user `u` must set up a second factor first. API tokens keep working, because a session created
 * them.
 *
 * @shape an SQL condition over `users u`
 */
export const MUST_SET_UP_SECOND_FACTOR = `(u.role = 'superuser'
  and exists (select from access_settings where second_factor_required_for = 'superusers')
  and not exists (select from second_factors f where f.user_id = u.id and f.confirmed_at is not null))`;
