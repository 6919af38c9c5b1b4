import { expect, test } from 'vitest';
import { readMoment } from '../../src/backend/queries/read-moment.ts';
import type { Export } from '../../src/exports/export.ts';
import { writeNdjson } from '../../src/exports/ndjson.ts';
import { orderExport } from '../../src/exports/order-export.ts';
import { ticketExport } from '../../src/exports/ticket-export.ts';
import { formatMoney, parseMoney, sum } from '../../src/kernel/money/money.ts';
import { readNdjson } from '../http/export-files.ts';
import type { Backend } from '../pipe/sync-store.ts';
import { syncedSampleBackend } from '../pipe/synced-sample-store.ts';
import { allDumps } from '../pipe/truth-file.ts';
import { tellIfNoSampleStores } from '../pipe/without-sample-stores.ts';

tellIfNoSampleStores();

const SEES_ALL = {
  seesPersonalData: true,
  row: <Row>(_table: string, row: Row) => row,
  change: <Row>(row: Row) => row,
};

interface Kept {
  readonly removed_reason: string | null;
}
interface OrderObject extends Kept {
  readonly source_status: string;
  readonly currency: string;
  readonly items: readonly { quantity: number; total: string; tax: string; removed_at: string | null }[];
}
interface TicketObject extends Kept {
  readonly source_post_status: string | null;
  readonly source_status: string | null;
  readonly woo_ticket_id: number | null;
}

async function objectsOf<Row extends Kept>({ db }: Backend, read: Export): Promise<readonly Row[]> {
  const text = await readMoment(db, new AbortController().signal, async (tx) => {
    const pieces: Buffer[] = [];
    for await (const piece of read(tx, writeNdjson, { rows: 0 })) pieces.push(piece);
    return Buffer.concat(pieces).toString('utf8');
  });
  const rows = readNdjson(text) as unknown as readonly Row[];
  // Like the proof, with what is in the store's trash.
  return rows.filter(({ removed_reason: why }) => why === null || why === 'trashed');
}

test.each(allDumps())(
  'counts and sums of exports of the store %s equal those of its proofs',
  async (name) => {
    const { backend, events } = await syncedSampleBackend(name);
    try {
      for (const event of events.values()) {
        const query = { event: [event], removed: 'all' as const };
        const orders = await objectsOf<OrderObject>(backend, orderExport({ ...query }, SEES_ALL));
        const tickets = await objectsOf<TicketObject>(backend, ticketExport({ ...query }, SEES_ALL));
        const { rows: proof } = await backend.db.query<{
          subject: string;
          group: string;
          measure: string;
          value: string;
        }>(
          `select subject, group_name as "group", measure, backend_value as value from sync_proofs
         where execution_id = (select x.id from sync_executions x join events e on e.configuration_id = x.configuration_id
             where e.id = $1 order by x.id desc limit 1)
           and scope = 'whole' and ((subject = 'orders' and measure in ('count', 'quantity', 'total'))
             or (subject = 'tickets' and measure = 'count'))`,
          [event],
        );
        expect(proof.length).toBeGreaterThan(3);
        for (const { subject, group, measure, value } of proof) {
          const own = orders.filter((one) => `${one.source_status} / ${one.currency}` === group);
          const items = own.flatMap((one) => one.items.filter(({ removed_at }) => removed_at === null));
          const posts = tickets.filter(
            (one) =>
              one.woo_ticket_id !== null &&
              `${one.source_post_status ?? ''} / ${one.source_status ?? ''}` === group,
          );
          const figures: Readonly<Record<string, string>> = {
            'orders count': String(own.length),
            'orders quantity': String(items.reduce((all, { quantity }) => all + quantity, 0)),
            'orders total': formatMoney(
              sum(items.map(({ total, tax }) => parseMoney(total) + parseMoney(tax))),
            ),
            'tickets count': String(posts.length),
          };
          const figure = `${subject} ${measure}`;
          expect({ group, figure, value: figures[figure] }).toEqual({ group, figure, value });
        }
      }
    } finally {
      await backend.close();
    }
  },
);
