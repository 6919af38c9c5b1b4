import type { Role } from '../../vocabulary/people.ts';
import { type Queryable, queryRows } from '../database.ts';
import { MUST_SET_UP_SECOND_FACTOR } from './access-settings-records.ts';
import { SESSION_SEES, TOKEN_ROLE, TOKEN_SEES, tokenIsLive } from './access-worth.ts';

/** A valid session or token, and its present rights. */
export interface LiveAccess {
  readonly id: string;
  readonly role: Role;
  readonly seesPersonalData: boolean;
}

/** Those of these sessions and tokens that are still valid. */
export async function findLiveAccess(
  db: Queryable,
  ids: readonly string[],
  now: Date,
): Promise<readonly LiveAccess[]> {
  return await queryRows<LiveAccess>(
    db,
    `select s.id, u.role, ${SESSION_SEES} as "seesPersonalData"
     from user_sessions s join users u on u.id = s.user_id
     where s.id = any($1) and s.expires_at > $2 and u.disabled_at is null and not ${MUST_SET_UP_SECOND_FACTOR}
     union all
     select t.id, ${TOKEN_ROLE} as role, ${TOKEN_SEES} as "seesPersonalData"
     from api_tokens t join users u on u.id = t.user_id
     where t.id = any($1) and ${tokenIsLive('$2')} and u.disabled_at is null`,
    [ids, now],
  );
}
