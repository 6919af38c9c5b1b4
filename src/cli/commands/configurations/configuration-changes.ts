import type { Command } from 'commander';
import { findCredentials } from '../../../backend/credentials/credentials-records.ts';
import type { Database } from '../../../backend/database.ts';
import { type ConfigurationPatch, configurationPatch } from '../../../contract/configuration.ts';
import { faultsFrom } from '../../../contract/field-faults.ts';
import { faultSentence } from '../../options/field-faults.ts';
import { invalidOptions } from '../../options/options.ts';
import { CONFIRM_MONEY_CHANGE, numbersOf } from '../../options/sync-options.ts';

/** The value of an option as commander passes it: text, or false for `--no-…`. */
type Given = Readonly<Record<string, string | boolean | undefined>>;

interface ChangeOption {
  readonly flag: string;
  readonly value: string;
  readonly field: keyof ConfigurationPatch;
  readonly about: string;
  /** The new value for `--no-…`, if the option has that form. */
  readonly without?: string;
}

/** The editable settings of a configuration, in the order of the panel's form. */
const OPTIONS: readonly ChangeOption[] = [
  { flag: 'rename', value: 'name', field: 'name', about: 'name of the configuration' },
  {
    flag: 'products',
    value: 'numbers',
    field: 'woocommerce_product_ids',
    about: 'all products of the event, including the first one: 173911,174051',
  },
  { flag: 'event-name', value: 'name', field: 'event_name', about: 'the name of the event in Taquilla' },
  { flag: 'organizer-name', value: 'name', field: 'organizer_name', about: 'name of its organizer' },
  { flag: 'credentials', value: 'name', field: 'credentials', about: 'other credentials for the same store' },
  {
    flag: 'service-fee',
    value: 'percentage',
    field: 'service_fee_percentage',
    about: 'fee that is kept from the organizer’s money, in percent, 0 to 100',
  },
  {
    flag: 'tier-name',
    value: 'name',
    field: 'ticket_tier_name',
    about: 'tier of a product without variations',
  },
  {
    flag: 'frequency',
    value: 'frequency',
    field: 'frequency',
    about: 'manual, every_minute, every_5_minutes, every_15_minutes, hourly, daily, weekly or monthly',
  },
  {
    flag: 'run-at',
    value: 'HH:MM',
    field: 'run_at',
    about: 'time of day of a daily, weekly or monthly sync',
    without: 'sync at the time of day at which the configuration was created',
  },
  { flag: 'timezone', value: 'zone', field: 'timezone', about: 'IANA zone of its dates and its time of day' },
  {
    flag: 'event-start',
    value: 'time',
    field: 'event_start_date',
    about: 'start of the event: 2026-03-01T20:00, in the zone above',
    without: 'take the start from the store',
  },
  {
    flag: 'event-end',
    value: 'time',
    field: 'event_end_date',
    about: 'when the event ends',
    without: 'take the end from the store',
  },
  {
    flag: 'event-description',
    value: 'text',
    field: 'event_description',
    about: 'description of the event',
    without: 'take the description from the store',
  },
  {
    flag: 'status-mapping',
    value: 'pairs',
    field: 'status_mapping',
    about: 'meaning of order statuses of plugins, a complete list: validado=paid,revisar=on_hold',
    without: 'remove the meanings of statuses of plugins',
  },
  {
    flag: 'refund-policy',
    value: 'policy',
    field: 'refund_policy',
    about: 'newest_not_checked_in or oldest_not_checked_in',
  },
  {
    flag: 'max-removal-percent',
    value: 'percentage',
    field: 'max_removal_percent',
    about: 'removals of more than this share of the tickets wait until a person decides',
  },
  {
    flag: 'sweep-budget-seconds',
    value: 'seconds',
    field: 'sweep_budget_seconds',
    about: 'a sync compares whole tables if that takes no longer than this',
  },
];

/** The name of the option that changes a field. */
export const CHANGE_FLAGS: Readonly<Record<string, string>> = Object.fromEntries(
  OPTIONS.map(({ field, flag }) => [field, `--${flag}`]),
);

export function addChangeOptions(command: Command): Command {
  for (const { flag, value, about, without } of OPTIONS) {
    command.option(`--${flag} <${value}>`, about);
    if (without !== undefined) command.option(`--no-${flag}`, without);
  }
  return command.option(CONFIRM_MONEY_CHANGE.flags, CONFIRM_MONEY_CHANGE.about);
}

/**
 * Converts the typed options to a request body of the API.
 *
 * @throws invalid `cli.options`; missing `credentials.none`
 */
export async function readChanges(db: Database, given: Given): Promise<ConfigurationPatch> {
  const fields: Record<string, unknown> = {};
  for (const { flag, field } of OPTIONS) {
    const value = given[camelCase(flag)];
    if (value === undefined) continue;
    fields[field] = await fieldValue(db, field, value);
  }
  if (Object.keys(fields).length === 0)
    throw invalidOptions('Give at least one change, for example --frequency.');
  if (given['confirmMoneyChange'] === true) fields['confirm_money_change'] = true;
  const parsed = configurationPatch.safeParse(fields, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw invalidOptions(faultSentence(faultsFrom(parsed.error.issues, 'unknown_field'), CHANGE_FLAGS));
}

async function fieldValue(
  db: Database,
  field: keyof ConfigurationPatch,
  value: string | boolean,
): Promise<unknown> {
  if (typeof value === 'boolean') return field === 'status_mapping' ? {} : null;
  if (field === 'credentials') return (await findCredentials(db, value)).id;
  if (field === 'status_mapping') return Object.fromEntries(value.split(',').map(pairOf));
  if (field === 'woocommerce_product_ids') return numbersOf(value);
  if (field === 'sweep_budget_seconds') return /^\d{1,9}$/.test(value) ? Number(value) : value;
  return value;
}

function pairOf(text: string): readonly [string, string] {
  const [, status, ours] = /^([^=]+)=([^=]+)$/.exec(text.trim()) ?? [];
  if (status === undefined || ours === undefined) {
    throw invalidOptions('--status-mapping must be pairs like validado=paid, separated by commas.');
  }
  return [status.trim(), ours.trim()];
}

function camelCase(flag: string): string {
  return flag.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
