import type { Command } from 'commander';
import { z } from 'zod';
import { findConfigurationRow } from '../../../backend/configurations/configuration-list.ts';
import { noConfiguration } from '../../../configurations/edit-configuration.ts';
import { previewProductChange } from '../../../configurations/preview-product-change.ts';
import { configurationInput } from '../../../contract/configuration.ts';
import type { ProductsPreview } from '../../../contract/effects/products-preview.ts';
import { createStoreAccess } from '../../../stores/store-access.ts';
import { type Act, named } from '../../act.ts';
import { sayingOptions } from '../../options/field-faults.ts';
import { requireConfigurationId } from '../../options/named-object.ts';
import { fieldOption, parseOptions } from '../../options/options.ts';
import { numbersOf } from '../../options/sync-options.ts';
import { countOf, renderTable, showCount } from '../../output/tables.ts';
import { printJson, printLine } from '../../output/terminal.ts';
import type { Session } from '../../session.ts';
import { withStores } from '../../with-stores.ts';

const OPTIONS = z.object({
  name: z.string(),
  products: fieldOption(
    z
      .string({ error: 'is needed' })
      .transform(numbersOf)
      .pipe(configurationInput.shape.woocommerce_product_ids.unwrap()),
    'must be product numbers with commas between them',
  ),
  json: z.boolean().optional(),
});
type Given = z.infer<typeof OPTIONS>;

export function addProductsPreview(group: Command, act: Act): void {
  group
    .command('preview-products <configuration>')
    .description('Show what the event would gain and lose if it were these products. Nothing is written.')
    .option('--products <numbers>', 'all products of the event, including the first one: 173911,174051')
    .option('--json', 'print the result as JSON')
    .action(
      named(act<unknown>(async (session, given) => await runPreview(session, parseOptions(OPTIONS, given)))),
    );
}

async function runPreview(session: Session, { name, products, json }: Given): Promise<number> {
  return await withStores(session, async (stores) => {
    const { db, now } = stores;
    const row = await findConfigurationRow(db, await requireConfigurationId(db, name), now());
    if (row === null) throw noConfiguration();
    const preview = await sayingOptions(
      { woocommerce_product_ids: '--products' },
      async () => await previewProductChange({ db }, createStoreAccess(stores), row, products, session.stop),
    );
    const { out } = session.terminal;
    if (json === true) printJson(out, preview);
    else for (const line of linesOf(preview)) printLine(out, line);
    return 0;
  });
}

type Amounts = ProductsPreview['together']['amounts'];

function linesOf({ products, together, rejected }: ProductsPreview): readonly string[] {
  if (products.length === 0) return ['The event has these products already.'];
  const { orders, tickets } = together;
  const table = renderTable(
    [
      { title: 'product' },
      { title: 'change' },
      { title: 'orders', align: 'right' },
      { title: 'active tickets', align: 'right' },
      { title: '' },
      { title: 'total', align: 'right' },
      { title: 'refunded', align: 'right' },
      { title: 'net', align: 'right' },
      { title: 'fee', align: 'right' },
      { title: 'organizer', align: 'right' },
    ],
    [
      ...products.map((one) => [
        [one.woocommerce_product_id, one.title].filter((part) => part !== '').join(' '),
        one.change,
        showCount(one.orders),
        showCount(one.tickets),
        ...amountCells(one.amounts),
      ]),
      ['together', '', changeOf(orders), changeOf(tickets), ...amountCells(together.amounts)],
    ],
  );
  const shared = together.shared.map(
    ({ woocommerce_product_ids: ids, orders: held }) =>
      `${countOf(held, 'order')} with all of these products: ${ids.join(', ')}`,
  );
  const unread = rejected === 0 ? [] : [`${countOf(rejected, 'row')} cannot be read and are not counted.`];
  return [table, ...shared, ...unread];
}

function changeOf({ added, removed }: { readonly added: number; readonly removed: number }): string {
  const parts = [
    ...(added > 0 || removed === 0 ? [`+${showCount(added)}`] : []),
    ...(removed > 0 ? [`−${showCount(removed)}`] : []),
  ];
  return parts.join(' ');
}

/** One line for each currency. */
function amountCells(amounts: Amounts): readonly (readonly string[])[] {
  const names = ['currency', 'total', 'refunded', 'net', 'service_fee', 'organizer_amount'] as const;
  return names.map((name) => amounts.map((one) => one[name]));
}
