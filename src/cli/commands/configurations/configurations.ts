import type { Command } from 'commander';
import { readAuditedObject } from '../../../backend/audit/audited-objects.ts';
import {
  type ConfigurationRow,
  findConfigurationRow,
  listConfigurations,
} from '../../../backend/configurations/configuration-list.ts';
import { defaultCredentials, findCredentials } from '../../../backend/credentials/credentials-records.ts';
import type { Database } from '../../../backend/database.ts';
import { configureProduct } from '../../../configurations/create-configuration.ts';
import { changeConfiguration, noConfiguration } from '../../../configurations/edit-configuration.ts';
import { ownCommand } from '../../../kernel/program/own-command.ts';
import { createStoreAccess } from '../../../stores/store-access.ts';
import { openStoredStore } from '../../../stores/stored-store.ts';
import type { Act } from '../../act.ts';
import { named } from '../../act.ts';
import { noteInAudit } from '../../note-in-audit.ts';
import { sayingOptions } from '../../options/field-faults.ts';
import { requireConfigurationId, shortIds } from '../../options/named-object.ts';
import {
  addProductOptions,
  PRODUCT_FLAGS,
  parseProductOptions,
  requestOf,
} from '../../options/sync-options.ts';
import { showZonedTime } from '../../output/show-time.ts';
import { printJson, printLine } from '../../output/terminal.ts';
import { zoneLine } from '../../output/zone-line.ts';
import type { Session } from '../../session.ts';
import { withStores } from '../../with-stores.ts';
import { MOST, NO_FILTER } from './all-configurations.ts';
import { addChangeOptions, CHANGE_FLAGS, readChanges } from './configuration-changes.ts';
import { addConfigurationActions } from './configurations-actions.ts';
import { addConfigurationsImport } from './configurations-import.ts';
import { addConfigurationLive } from './configurations-live.ts';
import { addConfigurationNotes } from './configurations-notes.ts';
import { addProductsPreview } from './configurations-products.ts';
import { configurationLines, configurationTable } from './configurations-show.ts';

interface AddGiven {
  readonly credentials?: string;
  readonly json?: boolean;
}

interface NamedGiven {
  readonly name: string;
  readonly json?: boolean;
}

const WHICH = `
Name a configuration by its id, by the beginning of its id, by its name, or by its event's id or name.`;

export function addConfigurations(program: Command, act: Act): void {
  const group = program
    .command('configurations')
    .description('The products that are synced to events: list, show, add, change, pause, remove.')
    .addHelpText('after', WHICH);
  const add = group
    .command('add')
    .description('Sync a product of a store as an event. Taquilla queries the store and pins it.')
    .option('--credentials <name>', 'the store; else the default set of credentials');
  addProductOptions(add, true)
    .option(
      '--time-zone <zone>',
      'for schedule and dates, like America/Santiago; default: the store’s own, otherwise TIME_ZONE',
    )
    .option('--json', 'print it as JSON')
    .action(act<AddGiven>(runAdd));
  addConfigurationsImport(group, act);
  group
    .command('list')
    .description('All configurations, newest first, with their last result and their next run.')
    .option('--json', 'print them as JSON')
    .action(act<{ json?: boolean }>(runList));
  group
    .command('show <configuration>')
    .description('One configuration.')
    .option('--json', 'print it as JSON')
    .action(named(act<NamedGiven>(runShow)));
  addConfigurationNotes(group, act);
  addChangeOptions(
    group
      .command('set <configuration>')
      .description('Change a configuration; other settings stay unchanged.'),
  )
    .option('--json', 'print the configuration as JSON')
    .action(named(act<NamedGiven>(runSet)));
  addConfigurationActions(group, act);
  addConfigurationLive(group, act);
  addProductsPreview(group, act);
}

async function runAdd(session: Session, given: AddGiven): Promise<number> {
  const options = parseProductOptions(given);
  return await withStores(session, async (stores) => {
    const { db, now } = stores;
    const set =
      given.credentials === undefined
        ? await defaultCredentials(db)
        : await findCredentials(db, given.credentials);
    const store = await openStoredStore(stores, set.id);
    try {
      const identity = await store.identify(session.stop);
      const event = await store.readEvent(options.productId, session.stop);
      for (const id of options.productIds ?? []) {
        if (id !== options.productId) await store.readEvent(id, session.stop);
      }
      const { id } = await sayingOptions(
        PRODUCT_FLAGS,
        async () =>
          await configureProduct(
            { db, now },
            requestOf(options, session.settings.timezone),
            async () => set.id,
            identity,
            event,
            async (ids) => await store.findStore(event, ids, session.stop),
          ),
      );
      await noteInAudit(db, 'configurations.create', id, {
        woocommerce_product_id: options.productId,
        ...(options.productIds === null ? {} : { woocommerce_product_ids: options.productIds }),
        event_name: options.eventName,
        organizer_email: options.organizerEmail,
        credentials: set.id,
      });
      const { out } = session.terminal;
      const kept = await getConfigurationRow(db, id, now());
      if (given.json === true) printJson(out, kept);
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
  return await withStores(session, async ({ db, now }) => {
    const order = [{ by: 'created_at', descending: true }] as const;
    const all = await listConfigurations(db, NO_FILTER, order, { limit: MOST, offset: 0, now: now() });
    const { out } = session.terminal;
    if (json === true) printJson(out, all);
    else if (all.length === 0) printLine(out, 'There are no configurations yet.');
    else {
      const short = await shortIds(db, 'sync_configurations', all);
      printLine(out, configurationTable(all, session.settings.timezone, short));
    }
    return 0;
  });
}

async function runShow(session: Session, { name, json }: NamedGiven): Promise<number> {
  return await withStores(session, async ({ db, now }) => {
    const one = await getConfigurationRow(db, await requireConfigurationId(db, name), now());
    const { out } = session.terminal;
    if (json === true) printJson(out, one);
    else for (const line of configurationLines(one, session.settings.timezone)) printLine(out, line);
    return 0;
  });
}

async function runSet(session: Session, { name, json, ...options }: NamedGiven): Promise<number> {
  return await withStores(session, async (stores) => {
    const { db, now } = stores;
    const { timezone } = session.settings;
    const before = await getConfigurationRow(db, await requireConfigurationId(db, name), now());
    const changes = await readChanges(db, options);
    const deps = { db, now, timezone, stores: createStoreAccess(stores) };
    const audited = await readAuditedObject(db, 'configurations.change', before.id);
    await sayingOptions(CHANGE_FLAGS, async () => await changeConfiguration(deps, before, changes));
    const sent = Object.entries(changes).flatMap(([field, value]) =>
      value === undefined ? [] : [[field, value] as const],
    );
    await noteInAudit(db, 'configurations.change', before.id, Object.fromEntries(sent), audited);
    const after = await getConfigurationRow(db, before.id, now());
    const { out } = session.terminal;
    if (json === true) printJson(out, after);
    else {
      printLine(out, `Changed "${after.name}": ${differencesOf(before, after)}.`);
      if (after.next_sync_at !== null) {
        printLine(out, `Next run: ${showZonedTime(after.next_sync_at, timezone)}.`);
      }
    }
    return 0;
  });
}

function differencesOf(before: ConfigurationRow, after: ConfigurationRow): string {
  const own = (Object.keys(before) as (keyof ConfigurationRow)[]).filter(
    (key) => !['updated_at', 'next_sync_at', 'is_due_for_sync', 'credentials'].includes(key),
  );
  const text = (value: unknown): string =>
    value === null ? '–' : typeof value === 'string' ? value : JSON.stringify(value);
  const changed = own.flatMap((key) => {
    const [old, now] = [text(before[key]), text(after[key])];
    return old === now ? [] : [`${key} ${old} → ${now}`];
  });
  return changed.length === 0 ? 'nothing was different' : changed.join(', ');
}

/** @throws missing `configuration.none` */
async function getConfigurationRow(db: Database, id: string, now: Date): Promise<ConfigurationRow> {
  const row = await findConfigurationRow(db, id, now);
  if (row === null) throw noConfiguration();
  return row;
}
