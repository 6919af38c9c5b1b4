import type { StoreConnection } from '../connect/store-connection.ts';
import type { RawCheckIn } from '../plugins/ticket-plugin.ts';
import type { StoreTables } from '../schema/store-tables.ts';
import { cellId, cellText, idList } from '../values/cells.ts';
import { lowerBound, NumberColumn } from '../values/number-column.ts';

export interface CheckInLog {
  of(ticketId: number): readonly RawCheckIn[];
}

export const NO_CHECK_INS: CheckInLog = { of: () => [] };

/**
 * Reads an event's check-in log at once, for all tickets or for a few. Its table has no index except on the id,
 * so reading it for each page would scan the whole table each time. Rows are kept in columns, which take about
 * forty bytes for each row.
 */
export async function readCheckIns(
  connection: StoreConnection,
  tables: StoreTables,
  productIds: readonly number[],
  ticketIds: readonly number[] | null,
  signal: AbortSignal,
): Promise<CheckInLog> {
  const { log } = tables.tickets;
  if (log === null) return NO_CHECK_INS;
  const [ids, tickets, days, epochs, statuses] = [
    new NumberColumn(),
    new NumberColumn(),
    new NumberColumn(),
    new NumberColumn(),
    new NumberColumn(),
  ];
  const ofTickets = ticketIds === null ? '' : `AND c.${log.ticket} IN (${idList(ticketIds)})`;
  const names: string[] = [];
  const codes = new Map<string, number>();
  await connection.scan(
    `SELECT c.id, c.${log.ticket}, COALESCE(c.${log.day}, 1), COALESCE(c.${log.at}, 0), COALESCE(c.${log.status}, '')
     FROM ${tables.checkIns} c WHERE c.${log.product} IN (${idList(productIds)}) ${ofTickets}`,
    ([id, ticket, day, epoch, status]) => {
      const name = cellText(status) ?? '';
      let code = codes.get(name);
      if (code === undefined) {
        code = names.push(name) - 1;
        codes.set(name, code);
      }
      ids.push(cellId(id));
      tickets.push(cellId(ticket));
      days.push(cellId(day));
      epochs.push(cellId(epoch));
      statuses.push(code);
    },
    signal,
  );
  const [id, ticket, day, epoch, status] = [
    ids.take(),
    tickets.take(),
    days.take(),
    epochs.take(),
    statuses.take(),
  ];
  const places = Uint32Array.from(ticket.keys()).sort(
    (a, b) => (ticket[a] ?? 0) - (ticket[b] ?? 0) || (id[a] ?? 0) - (id[b] ?? 0),
  );
  const owners = Float64Array.from(places, (place) => ticket[place] ?? 0);
  return {
    of: (ticketId) => {
      const rows: RawCheckIn[] = [];
      for (let at = lowerBound(owners, ticketId); owners[at] === ticketId; at += 1) {
        const place = places[at] ?? 0;
        rows.push({
          id: id[place] ?? 0,
          day: day[place] ?? 1,
          status: names[status[place] ?? 0] ?? '',
          shiftedEpochSeconds: epoch[place] ?? 0,
        });
      }
      return rows;
    },
  };
}
