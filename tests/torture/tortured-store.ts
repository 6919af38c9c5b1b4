import { connectStore } from '../../src/demo/connect-store.ts';
import { StoreEditor } from '../../src/demo/edit/store-editor.ts';
import { MAIN_EVENT_ID, THREE_DAY_EVENT_ID } from '../../src/demo/model/catalogue.ts';
import type { DemoCase, DemoLayout, DemoStore } from '../../src/demo/model/model.ts';
import { createRandom, type Random } from '../../src/demo/model/random.ts';
import { generateStore } from '../../src/demo/orders/generate-store.ts';
import { loadStore } from '../../src/demo/write/load-store.ts';
import { HistoryWorld, type Step } from '../pipe/history/history-world.ts';
import { ORDER_STEPS } from '../pipe/history/order-steps.ts';
import { OTHER_STEPS } from '../pipe/history/other-steps.ts';
import { TICKET_STEPS } from '../pipe/history/ticket-steps.ts';
import type { Backend } from '../pipe/sync-store.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { startProxy, type TcpProxy } from '../servers/tcp-proxy.ts';

export const PRODUCTS = [MAIN_EVENT_ID, THREE_DAY_EVENT_ID] as const;

/** These change our side, or move a whole store to other tables in several statements. */
const NOT_OF_THE_STORE: readonly string[] = [
  'let in here',
  'undone here',
  'renamed here',
  'fee changed',
  'status mapped',
  'store moved to other tables',
];
const STEPS = [...ORDER_STEPS, ...TICKET_STEPS, ...OTHER_STEPS].filter(
  ({ name }) => !NOT_OF_THE_STORE.includes(name),
) as [Step, ...Step[]];

/** Names that WordPress itself rewrites: the model has the typed form. */
const ODD_NAME = /\\|&\w+;|[\t\n]|^ | $| {2}/;

export interface StoreOptions {
  readonly name: string;
  readonly siteUrl: string;
  readonly seed: number;
  readonly orders: number;
  readonly layout: DemoLayout;
  /** The port of this machine for its connection; null for the database itself. */
  readonly throughPort: number | null;
}

/** A store in which people keep working, and the proxy through which Taquilla connects to it. */
export class TorturedStore {
  readonly name: string;
  readonly database: StoreDatabase;
  readonly editor: StoreEditor;
  readonly line: TcpProxy;
  readonly #random: Random;
  readonly #history: HistoryWorld;

  private constructor(
    options: StoreOptions,
    parts: { database: StoreDatabase; editor: StoreEditor; line: TcpProxy; backend: Backend },
  ) {
    this.name = options.name;
    this.database = parts.database;
    this.editor = parts.editor;
    this.line = parts.line;
    this.#random = createRandom(options.seed, 7);
    this.#history = new HistoryWorld(parts.editor, parts.backend, this.#random, true);
  }

  static async open(options: StoreOptions, backend: Backend): Promise<TorturedStore> {
    const database = await freshStoreDatabase();
    const store = plainStore(options);
    const connection = await connectStore({ uri: database.url, charset: 'utf8mb4' });
    await loadStore([connection], store);
    await connection.end();
    const editor = await StoreEditor.open(database.url, store);
    const line = await startProxy(options.throughPort ?? Number(new URL(database.url).port));
    return new TorturedStore(options, { database, editor, line, backend });
  }

  /** Makes some changes, one after the other, as people do. */
  async change(steps: number): Promise<void> {
    for (let made = 0; made < steps; ) {
      const step = this.#random.pick(STEPS);
      if (!(await step.take(this.#history))) continue;
      made += 1;
    }
  }

  async close(): Promise<void> {
    await this.editor.close();
    await this.line.close();
    await this.database.drop();
  }
}

function plainStore({ seed, orders, layout, siteUrl }: StoreOptions): DemoStore {
  const store = generateStore({ seed, orders, layout, prefix: 'wp_' });
  // Two shops never publish a product with the same number in the same second.
  const products = store.products.map((one) => ({ ...one, createdAtUtc: one.createdAtUtc - seed }));
  return {
    ...store,
    products,
    settings: { ...store.settings, siteUrl },
    cases: function* () {
      for (const one of store.cases()) if (!hasOddName(one)) yield one;
    },
  };
}

function hasOddName({ order, tickets }: DemoCase): boolean {
  const attendees = (order?.checkoutRecord ?? []).flatMap((event) => event.tickets);
  const people = [order?.buyer, order?.purchaser, ...[...tickets, ...attendees].map((one) => one.attendee)];
  const names = people.flatMap((one) => (one === undefined ? [] : [one.firstName, one.lastName]));
  return names.some((name) => ODD_NAME.test(name));
}
