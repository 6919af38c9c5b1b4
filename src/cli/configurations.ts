import type { Command } from 'commander';
import { defaultCredentials, findCredentials } from '../backend/credentials/credentials-records.ts';
import {
  type ConfigurationOverview,
  findConfigurationOverview,
  listConfigurationOverviews,
} from '../backend/records/configuration-overview-records.ts';
import { AppError } from '../kernel/errors.ts';
import { formatMinor } from '../kernel/money.ts';
import { ownCommand } from '../kernel/own-command.ts';
import { isSameZone, type TimezoneSource } from '../kernel/timezone.ts';
import { configureProduct } from '../sync/configure-product.ts';
import { withStores } from './credentials.ts';
import { named } from './named-action.ts';
import type { Act } from './program.ts';
import type { Session } from './session.ts';
import { openStoredStore } from './stored-store.ts';
import { parseProductOptions } from './sync-options.ts';
import { renderTable } from './tables.ts';
import { printJson, printLine } from './terminal.ts';

interface AddGiven {
  readonly credentials?: string;
  readonly json?: boolean;
}

export function addConfigurations(program: Command, act: Act): void {
  const group = program
    .command('configurations')
    .description('Which products are kept as events: add, list, show.');
  group
    .command('add')
    .description('Keep a product of a store as an event. Its store is asked, and pinned.')
    .option('--credentials <name>', 'the store; else the default set of credentials')
    .requiredOption('--product <number>', 'WooCommerce product that is the event')
    .requiredOption('--event-name <name>', 'what the event is called here')
    .requiredOption('--organizer-email <address>', 'whom the event belongs to; made if not there yet')
    .option('--organizer-name <name>', 'what a new organizer is called')
    .option('--another-organizer', 'even if another organizer has this product already')
    .option('--service-fee <percentage>', 'kept back from the organizer, 0 to 100', '0')
    .option('--tier-name <name>', 'tier of a product without variations', 'General')
    .option(
      '--time-zone <zone>',
      'for schedule and dates, like America/Santiago; else the store’s own, else TIME_ZONE',
    )
    .option('--json', 'print it as JSON')
    .addHelpText(
      'after',
      `
  $ npm run -s taquilla -- configurations add --product 173911 --event-name "Evento Híbrido 2025" \\
      --organizer-email organizer@example.com --service-fee 10
  $ npm run -s taquilla -- sync --configuration ID`,
    )
    .action(act<AddGiven>(runAdd));
  group
    .command('list')
    .description('All configurations, newest first.')
    .option('--json', 'print them as JSON')
    .action(act<{ json?: boolean }>(runList));
  group
    .command('show <id>')
    .description('One configuration.')
    .option('--json', 'print it as JSON')
    .action(named(act<{ name: string; json?: boolean }>(runShow)));
}

async function runAdd(session: Session, given: AddGiven): Promise<number> {
  const options = parseProductOptions(given);
  return await withStores(session, async (stores) => {
    const { db } = stores;
    const set =
      given.credentials === undefined
        ? await defaultCredentials(db)
        : await findCredentials(db, given.credentials);
    const store = await openStoredStore(stores, set.id);
    try {
      const identity = await store.identify(session.stop);
      const event = await store.readEvent(options.productId, session.stop);
      const { id } = await configureProduct(
        db,
        {
          wooProductId: options.productId,
          eventName: options.eventName,
          organizerEmail: options.organizerEmail,
          organizerName: options.organizerName,
          serviceFeePercentage: formatMinor(options.serviceFee, 2),
          ticketTierName: options.tierName,
          timezone: options.timeZone,
          installationTimezone: session.settings.timezone,
          anotherOrganizer: options.anotherOrganizer,
        },
        async () => set.id,
        identity,
        event,
      );
      const { out } = session.terminal;
      const kept = await findOne(db, id);
      if (given.json === true) printJson(out, asJson(kept));
      else {
        printLine(
          out,
          `Kept the configuration ${id}. Sync it with: ${ownCommand(`sync --configuration ${id}`)}`,
        );
        printLine(out, zoneLine(kept));
      }
      return 0;
    } finally {
      await store.close();
    }
  });
}

async function runList(session: Session, { json }: { readonly json?: boolean }): Promise<number> {
  return await withStores(session, async ({ db }) => {
    const all = await listConfigurationOverviews(db);
    const { out } = session.terminal;
    if (json === true) printJson(out, all.map(asJson));
    else printLine(out, all.length === 0 ? 'There are no configurations yet.' : table(all));
    return 0;
  });
}

async function runShow(
  session: Session,
  { name, json }: { readonly name: string; readonly json?: boolean },
): Promise<number> {
  return await withStores(session, async ({ db }) => {
    const one = await findOne(db, name);
    const { out } = session.terminal;
    if (json === true) printJson(out, asJson(one));
    else
      for (const [key, value] of Object.entries(asJson(one)))
        printLine(out, `${key.padEnd(24)}${value ?? '–'}`);
    return 0;
  });
}

const NAMED_BY: Readonly<Record<TimezoneSource, string>> = {
  given: 'as a person gave it',
  store: "the store's own",
  installation: 'TIME_ZONE, since the store names none',
};

/** Which zone it has, who named it, and whether the store's clocks show another time. */
function zoneLine({ timezone, timezoneSource, storeTimezone }: ConfigurationOverview): string {
  const why = timezoneSource === null ? '' : ` (${NAMED_BY[timezoneSource]})`;
  const differs = storeTimezone !== null && !isSameZone(timezone, storeTimezone);
  return `Its time zone is ${timezone}${why}.${differs ? ` The store's own is ${storeTimezone}.` : ''}`;
}

async function findOne(
  db: Parameters<typeof findConfigurationOverview>[0],
  id: string,
): Promise<ConfigurationOverview> {
  const one = await findConfigurationOverview(db, id);
  if (one !== null) return one;
  throw new AppError({
    kind: 'missing',
    code: 'configuration.none',
    message: 'There is no such configuration.',
  });
}

function asJson(one: ConfigurationOverview): Readonly<Record<string, string | number | null>> {
  return {
    id: one.id,
    name: one.name,
    status: one.status,
    frequency: one.frequency,
    woocommerce_product_id: one.wooProductId,
    event_name: one.eventName,
    organizer_email: one.organizerEmail,
    service_fee_percentage: one.serviceFeePercentage,
    credentials: one.credentialsName,
    store_url: one.storeUrl,
    event_id: one.eventId,
    timezone: one.timezone,
    timezone_source: one.timezoneSource,
    store_timezone: one.storeTimezone,
    created_at: one.createdAtUtc.toISOString(),
  };
}

function table(all: readonly ConfigurationOverview[]): string {
  return renderTable(
    [
      { title: 'id' },
      { title: 'name' },
      { title: 'product', align: 'right' },
      { title: 'organizer' },
      { title: 'credentials' },
      { title: 'state' },
    ],
    all.map((one) => [
      one.id,
      one.name,
      String(one.wooProductId),
      one.organizerEmail,
      one.credentialsName,
      `${one.status}, ${one.frequency}`,
    ]),
  );
}
