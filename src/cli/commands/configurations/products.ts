import type { Command } from 'commander';
import { TICKET_PLUGIN_TITLES } from '../../../woocommerce/plugins/ticket-plugins.ts';
import { openWooStore } from '../../../woocommerce/woo-store.ts';
import type { Act } from '../../act.ts';
import { readStoreLogin, SERVER_KEY_OPTION } from '../../options/store-address.ts';
import { renderTable, showCount } from '../../output/tables.ts';
import { printJson, printLine } from '../../output/terminal.ts';
import type { Session } from '../../session.ts';

interface Options {
  readonly storeUrl: string;
  readonly prefix?: string;
  readonly serverKey?: string;
  readonly json?: boolean;
}

export function addProducts(program: Command, act: Act): void {
  program
    .command('products')
    .description(
      "List the store's events with their orders and tickets. Needs no backend and changes nothing.",
    )
    .requiredOption('--store-url <url>', 'the store’s database: mysql://user@host:port/database')
    .option('--prefix <prefix>', 'table prefix, if one database contains several stores')
    .option(...SERVER_KEY_OPTION)
    .option('--json', 'print the list as JSON')
    .addHelpText(
      'after',
      `
The password is taken from TAQUILLA_STORE_PASSWORD. The user needs no more than the SELECT right.`,
    )
    .action(act<Options>(runProducts));
}

async function runProducts(session: Session, options: Options): Promise<number> {
  const { out } = session.terminal;
  const store = openWooStore(
    readStoreLogin(session, options.storeUrl, options.prefix ?? null, options.serverKey),
    session.log,
  );
  try {
    const products = await store.listEventProducts(session.stop);
    if (options.json === true) {
      printJson(
        out,
        products.map(({ wooProductId, title, sourceStatus, orders, tickets }) => ({
          product: wooProductId,
          title,
          status: sourceStatus,
          orders,
          tickets,
        })),
      );
    } else if (products.length === 0) {
      printLine(
        out,
        `This store has no events: no product with the ${TICKET_PLUGIN_TITLES} setting, and none with tickets.`,
      );
    } else {
      printLine(
        out,
        renderTable(
          [
            { title: 'product', align: 'right' },
            { title: 'title' },
            { title: 'status' },
            { title: 'orders', align: 'right' },
            { title: 'tickets', align: 'right' },
          ],
          products.map((product) => [
            String(product.wooProductId),
            product.title,
            product.sourceStatus,
            showCount(product.orders),
            showCount(product.tickets),
          ]),
        ),
      );
    }
    return 0;
  } finally {
    await store.close();
  }
}
