import type { Command } from 'commander';
import { readAuditedObject } from '../../../backend/audit/audited-objects.ts';
import {
  type ConfigurationRow,
  findConfigurationRow,
  listConfigurations,
} from '../../../backend/configurations/configuration-list.ts';
import { defaultCredentials, findCredentials } from '../../../backend/credentials/credentials-records.ts';
import type { Json } from '../../../backend/tables/column-text.ts';
import { createConfiguration } from '../../../configurations/create-configuration.ts';
import { changeConfiguration, noConfiguration } from '../../../configurations/edit-configuration.ts';
import { type ConfigurationInput, configurationInput } from '../../../contract/configuration.ts';
import { lineInput } from '../../../contract/scalars.ts';
import { AppError } from '../../../kernel/errors.ts';
import { createStoreAccess } from '../../../stores/store-access.ts';
import type { StoredStores } from '../../../stores/stored-store.ts';
import type { Act } from '../../act.ts';
import { named } from '../../act.ts';
import { noteInAudit } from '../../note-in-audit.ts';
import { importRows } from '../../options/import-rows.ts';
import type { Session } from '../../session.ts';
import { withStores } from '../../with-stores.ts';
import { MOST, NO_FILTER } from './all-configurations.ts';

interface ImportGiven {
  readonly name: string;
  readonly json?: boolean;
}

/** The same fields as in the API, except that the set of credentials may also be given by name. */
const ROW = configurationInput.extend({ credentials: lineInput(200).optional() });

export function addConfigurationsImport(group: Command, act: Act): void {
  group
    .command('import <file>')
    .description(
      'Create or update configurations from a JSON file, each in the form of the API; - reads standard input.',
    )
    .option('--json', 'print the result of each as JSON')
    .action(named(act<ImportGiven>(runImport)));
}

async function runImport(session: Session, { name: path, json = false }: ImportGiven): Promise<number> {
  const { timezone } = session.settings;
  return await withStores(session, async (stores) => {
    return await importRows(session, {
      path,
      json,
      shape: ROW,
      keyOf: (row) =>
        [row.credentials, row.organizer_email, row.woocommerce_product_id, row.woocommerce_variation_id]
          .join(' ')
          .toLowerCase(),
      async write({ credentials, ...row }) {
        const { db } = stores;
        const set =
          credentials === undefined ? await defaultCredentials(db) : await findCredentials(db, credentials);
        return await writeConfiguration(stores, timezone, { ...row, credentials: set.id });
      },
    });
  });
}

type Row = ConfigurationInput & { readonly credentials: string };

async function writeConfiguration(stores: StoredStores, timezone: string, row: Row) {
  const { db, now } = stores;
  const access = createStoreAccess(stores);
  const deps = { db, now, timezone, stores: access };
  const present = await findPresent(stores, row);
  if (present !== null) return await change(present);
  try {
    const id = await createConfiguration(deps, access, row, null);
    await noteInAudit(db, 'configurations.create', id, sent(row));
    return { id, outcome: 'created' } as const;
  } catch (error) {
    // Another set of credentials leads to the same store.
    if (!(error instanceof AppError) || error.code !== 'configuration.exists') throw error;
    const present = await read(String(error.details['configurationId']));
    // The product may belong to another event that has it as one of its products.
    if (present.woocommerce_product_id !== row.woocommerce_product_id) throw error;
    return await change(present);
  }

  async function change(before: ConfigurationRow) {
    const audited = await readAuditedObject(db, 'configurations.change', before.id);
    const { another_organizer: _, ...body } = row;
    await changeConfiguration(deps, before, body);
    if (isSame(before, await read(before.id))) return { id: before.id, outcome: 'unchanged' } as const;
    await noteInAudit(db, 'configurations.change', before.id, sent(row), audited);
    return { id: before.id, outcome: 'changed' } as const;
  }

  async function read(id: string): Promise<ConfigurationRow> {
    const found = await findConfigurationRow(db, id, now());
    if (found === null) throw noConfiguration();
    return found;
  }
}

/** The configuration of this product, this organizer and this set of credentials. */
async function findPresent({ db, now }: StoredStores, row: Row): Promise<ConfigurationRow | null> {
  const all = await listConfigurations(
    db,
    { ...NO_FILTER, organizerEmail: row.organizer_email },
    [{ by: 'created_at', descending: false }],
    {
      limit: MOST,
      offset: 0,
      now: now(),
    },
  );
  return (
    all.find(
      (one) =>
        one.credentials === row.credentials &&
        one.woocommerce_product_id === row.woocommerce_product_id &&
        one.woocommerce_variation_id === (row.woocommerce_variation_id ?? null),
    ) ?? null
  );
}

/** Compares only the settings; times and results of executions change by themselves. */
function isSame(before: ConfigurationRow, after: ConfigurationRow): boolean {
  const fields = Object.keys(configurationInput.shape) as (keyof typeof configurationInput.shape)[];
  return fields.every(
    (field) =>
      field === 'another_organizer' ||
      field === 'confirm_money_change' ||
      JSON.stringify(before[field]) === JSON.stringify(after[field]),
  );
}

function sent(row: Row): Readonly<Record<string, Json>> {
  return Object.fromEntries(
    Object.entries(row).flatMap(([field, value]) => (value === undefined ? [] : [[field, value as Json]])),
  );
}
