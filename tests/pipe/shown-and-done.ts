import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queryRows } from '../../src/backend/database.ts';
import type { Difference } from '../../src/sync/explain/differences.ts';
import { previewConfiguration } from '../../src/sync/preview/preview-event.ts';
import type { Depth } from '../../src/vocabulary/depths.ts';
import { openWooStore } from '../../src/woocommerce/woo-store.ts';
import type { StoreDatabase } from '../servers/databases.ts';
import { directTo } from '../woocommerce/connect/gateway-settings.ts';
import { type Backend, syncProduct } from './sync-store.ts';
import { productsOf, syncedSampleStore } from './synced-sample-store.ts';
import { dumpPath, readTruth, sampleStoresPresent } from './truth-file.ts';
import { tellIfNoSampleStores } from './without-sample-stores.ts';

/** A sample store before and after its changes, and the depth of the execution; null if it chooses it. */
export type ShownChange = readonly [before: string, after: string, depth: Depth | null];

/** An entry of the journal, and the line with which it is compared. */
interface Change {
  readonly id: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly line: string;
}

const TABLES = ['orders', 'order_items', 'refunds', 'refund_lines', 'tickets'] as const;

/** An execution changes exactly the rows and fields that a preview showed before it, and the preview writes nothing. */
export function showAndDo(changes: readonly ShownChange[]): void {
  tellIfNoSampleStores();

  describe.each(sampleStoresPresent ? changes : [])(
    'the store %s that became %s, read by %j',
    (before, after, depth) => {
      const products = productsOf(readTruth(before));
      let store: StoreDatabase;
      let backend: Backend;

      beforeAll(async () => {
        ({ store, backend } = await syncedSampleStore(before));
        await backend.db.query('update sync_configurations set max_removal_percent = 100');
        await store.loadDump(dumpPath(after));
      });
      afterAll(async () => {
        await backend.close();
        await store.drop();
      });

      it('changes what the preview showed, which wrote nothing, finished or stopped', async () => {
        let shown = 0;
        for (const product of products) {
          const sum = await checksum(backend);
          await expect(preview(product, AbortSignal.abort())).rejects.toMatchObject({ kind: 'aborted' });
          const differences = await preview(product, new AbortController().signal);
          expect(await checksum(backend)).toEqual(sum);
          const chosen = depth === null ? {} : { depth };
          const { report } = await syncProduct(backend, { storeUrl: store.url, product, ...chosen });
          expect(report).toMatchObject({ verification: 'verified', rejects: [] });
          const changes = await journal(report.executionId);
          expect({ product, rows: named(differences, changes) }).toEqual({
            product,
            rows: changes.map(({ line }) => line),
          });
          shown += differences.length;
        }
        expect(shown).toBeGreaterThan(20);
      });

      async function preview(product: number, signal: AbortSignal): Promise<readonly Difference[]> {
        const [configuration] = await queryRows<{ id: string }>(
          backend.db,
          'select id from sync_configurations where woo_product_id = $1',
          [product],
        );
        const choice = {
          prefix: null,
          statementLimitS: null,
          textEncoding: 'auto',
          orderNumberMeta: null,
        } as const;
        const reach = directTo(store.url, { connectTimeoutMs: 10_000 });
        const source = openWooStore({ reach, ...choice }, backend.log);
        const differences: Difference[] = [];
        const onDifference = (one: Difference): void => void differences.push(one);
        try {
          const deps = { db: backend.db, now: () => new Date(), onDifference };
          const found = await previewConfiguration(
            deps,
            source,
            { configurationId: configuration?.id ?? '' },
            signal,
          );
          expect(found).not.toBeNull();
          return differences;
        } finally {
          await source.close();
        }
      }

      /** New rows have no id before they exist, so both sides name them by the store's ids. */
      function named(differences: readonly Difference[], changes: readonly Change[]): readonly string[] {
        // The journal has no values of a buyer whom the store erased.
        const erased = new Set(
          changes.flatMap(({ id, fields }) =>
            Object.entries(fields).flatMap(([name, values]) =>
              JSON.stringify(values) === '[null,null]' ? [`${id} ${name}`] : [],
            ),
          ),
        );
        return differences
          .map(({ table, rowId, label, operation, fields }) => {
            if (operation === 'created') return `${table} ${label} created`;
            const shown = Object.entries(fields).map(([name, values]) => [
              name,
              erased.has(`${rowId} ${name}`) ? [null, null] : values,
            ]);
            return `${table} ${rowId} ${operation} ${fieldsOf(Object.fromEntries(shown))}`;
          })
          .sort();
      }

      async function journal(executionId: string): Promise<readonly Change[]> {
        const rows = await queryRows<Omit<Change, 'line'> & { table: string; operation: string }>(
          backend.db,
          `select table_name as table, row_id as id, operation, coalesce(fields, '{}') as fields from sync_changes
           where execution_id = $1 and table_name = any($2)`,
          [executionId, TABLES],
        );
        const labels = await storeIds();
        return rows
          .filter(({ operation, fields }) => operation !== 'updated' || Object.keys(fields).length > 0)
          .map(({ table, id, operation, fields }) => {
            const what =
              operation === 'created'
                ? `${labels.get(id)} created`
                : `${id} ${operation} ${fieldsOf(fields)}`;
            return { id, fields, line: `${table} ${what}` };
          })
          .sort((a, b) => (a.line < b.line ? -1 : 1));
      }

      async function storeIds(): Promise<ReadonlyMap<string, string>> {
        const rows = await queryRows<{ id: string; label: string }>(
          backend.db,
          `select id, woo_order_id::text as label from orders union all
           select id, woo_item_id::text from order_items union all
           select id, woo_refund_id::text from refunds union all
           select id, woo_item_id::text from refund_lines union all
           select id, coalesce(woo_ticket_id::text, pending_key) from tickets`,
        );
        return new Map(rows.map(({ id, label }) => [id, label]));
      }
    },
  );
}

const OTHER_ROW = /^(event|order|order_item|ticket_tier|refund)_id$/;

/** Ids of rows that were created meanwhile differ, and a removal alone has no fields to compare. */
function fieldsOf(fields: Readonly<Record<string, unknown>>): string {
  const compared = Object.entries(fields)
    .filter(([name]) => name !== 'removed_reason')
    .map(([name, values]) => [name, OTHER_ROW.test(name) ? null : values])
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
  return JSON.stringify(compared);
}

/** Of every table and sequence of the backend. */
async function checksum({ db }: Backend): Promise<readonly unknown[]> {
  const tables = await queryRows<{ name: string }>(
    db,
    `select quote_ident(relname) as name from pg_class
     where relnamespace = current_schema()::regnamespace and relkind in ('r', 'S') order by 1`,
  );
  const sums: unknown[] = [];
  for (const { name } of tables) {
    const [row] = await queryRows<{ sum: string | null }>(
      db,
      `select md5(string_agg(t::text, '|' order by t::text)) as sum from (select * from ${name}) t`,
    );
    sums.push([name, row?.sum]);
  }
  return sums;
}
