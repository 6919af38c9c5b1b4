import type { StoreConnection } from '../connect/store-connection.ts';
import type { RawTicket } from '../plugins/ticket-plugin.ts';
import type { StoreTables } from '../schema/store-tables.ts';
import { cellId, cellText, idList, textList } from '../values/cells.ts';
import { NO_METAS, readMetas } from '../values/metas.ts';
import { findMetaRanges } from './membership/meta-ranges.ts';

/** With more ids in a statement, the server scans the index instead of looking the ids up. */
const MOST_IDS = 1000;

/** Ticket posts with their metas. */
export async function readTickets(
  connection: StoreConnection,
  tables: StoreTables,
  ids: readonly number[],
  signal: AbortSignal,
): Promise<ReadonlyMap<number, RawTicket>> {
  const tickets = new Map<number, RawTicket>();
  for (let at = 0; at < ids.length; at += MOST_IDS) {
    const some = idList(ids.slice(at, at + MOST_IDS));
    // If the table lost its key, the ids have no index.
    const ranges = tables.withoutKey.has(tables.postmeta)
      ? null
      : await findMetaRanges(connection, tables, some, signal);
    const [posts, metas] = await Promise.all([
      connection.query(
        `SELECT p.ID, p.post_status FROM ${tables.posts} p
         WHERE p.ID IN (${some}) AND p.post_type = '${tables.tickets.postType}'`,
        signal,
      ),
      readMetas(
        connection,
        `SELECT m.post_id, m.meta_id, m.meta_key, m.meta_value FROM ${tables.postmeta} m
         WHERE ${ranges === null ? `m.post_id IN (${some})` : `${ranges} AND m.post_id + 0 IN (${some})`}
           AND m.meta_key NOT IN (${textList(tables.tickets.ticket.unread)})`,
        signal,
      ),
    ]);
    for (const [postId, status] of posts) {
      const id = cellId(postId);
      tickets.set(id, { id, postStatus: cellText(status) ?? '', metas: metas.get(id) ?? NO_METAS });
    }
  }
  return tickets;
}
