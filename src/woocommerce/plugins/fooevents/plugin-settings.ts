import { parsePhpOption, phpEntries, phpText } from '../../values/php-value.ts';
import type { TicketSettings } from '../ticket-plugin.ts';

/** The paths by which the plugin checks its add-ons. A folder with another name counts as inactive. */
const FOOEVENTS = 'fooevents/fooevents.php';
const MULTI_DAY = 'fooevents_multi_day/fooevents-multi-day.php';

const NO_RENEWAL_TICKETS = 'globalWooCommerceEventsDisableSubTicketGen';
const ISSUING_STATUSES = 'globalWooCommerceEventsSendOnStatus';
/** A setting of WordPress itself; FooEvents writes its dates in this format. */
const DATE_FORMAT = 'date_format';

/** The site's options that contain FooEvents' settings. */
export const OPTIONS = [NO_RENEWAL_TICKETS, ISSUING_STATUSES, DATE_FORMAT];

export function isSwitchedOn(plugins: readonly string[]): boolean {
  return plugins.includes(FOOEVENTS);
}

export function readSettings(
  option: (name: string) => string,
  plugins: readonly string[] | null,
): TicketSettings {
  return {
    keepsDays: keepsDays(plugins),
    issuingStatuses: readIssuingStatuses(option(ISSUING_STATUSES)),
    renewalsOweTickets: option(NO_RENEWAL_TICKETS) !== 'yes',
    dateFormat: option(DATE_FORMAT),
  };
}

/**
 * Whether FooEvents keeps a state for each day of an event, which its multi-day add-on does. If FooEvents is
 * active without the add-on, a ticket's state is its status. If neither is known to be active, the existing
 * records count.
 */
export function keepsDays(plugins: readonly string[] | null): boolean {
  return plugins === null || plugins.includes(MULTI_DAY) || !isSwitchedOn(plugins);
}

/**
 * The order statuses in which FooEvents creates tickets, without `wc-`: a list, in old versions one status. The
 * default is `completed`.
 */
export function readIssuingStatuses(option: string): readonly string[] {
  const list = option.startsWith('a:')
    ? phpEntries(parsePhpOption(option) ?? []).map(([, status]) => phpText(status))
    : [option];
  const statuses = list.flatMap((status) => status?.trim().replace(/^wc-/, '') || []);
  return statuses.length > 0 ? statuses : ['completed'];
}
