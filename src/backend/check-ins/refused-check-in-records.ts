import { newId } from '../../kernel/ids.ts';
import { CHECK_IN_REFUSALS, type CheckInRefusal } from '../../vocabulary/ticketing.ts';
import { type Queryable, queryRows } from '../database.ts';
import { readExpression } from '../tables/column-text.ts';
import type { GateWord } from './local-gate.ts';

/** A scan that the local gate refused. */
export interface RefusedCheckIn {
  readonly id: string;
  readonly day: number | null;
  readonly reason: CheckInRefusal;
  readonly at: string;
  readonly made_by: string | null;
  readonly made_by_name: string | null;
}

const MOST_SHOWN = 50;

/** Null if an error with this code does not refuse a ticket. */
export function refusalOf(code: string): CheckInRefusal | null {
  return CHECK_IN_REFUSALS.find((one) => code === `ticket.${one}`) ?? null;
}

export async function noteRefusal(db: Queryable, word: GateWord, reason: CheckInRefusal): Promise<void> {
  const { ticketId, day, madeBy, now } = word;
  await queryRows(
    db,
    `insert into refused_check_ins (id, ticket_id, day, reason, made_by, at) values ($1, $2, $3, $4, $5, $6)`,
    [newId(), ticketId, day, reason, madeBy, now],
  );
}

/** The newest first. */
export async function refusedCheckInsOf(db: Queryable, ticketId: string): Promise<readonly RefusedCheckIn[]> {
  return await queryRows<RefusedCheckIn>(
    db,
    `select r.id, r.day, r.reason, ${readExpression('timestamptz', 'r.at')} as at, r.made_by,
       coalesce(u.name, u.email) as made_by_name
     from refused_check_ins r left join users u on u.id = r.made_by
     where r.ticket_id = $1 order by r.at desc, r.id desc limit ${MOST_SHOWN}`,
    [ticketId],
  );
}
