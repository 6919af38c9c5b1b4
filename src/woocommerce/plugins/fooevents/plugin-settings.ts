import { parsePhpOption, phpEntries, phpText } from '../../values/php-value.ts';
import type { TicketSettings } from '../ticket-plugin.ts';

/** As the plugin itself asks for them: a renamed folder is switched off for it. */
const FOOEVENTS = 'fooevents/fooevents.php';
const MULTI_DAY = 'fooevents_multi_day/fooevents-multi-day.php';

const NO_RENEWAL_TICKETS = 'globalWooCommerceEventsDisableSubTicketGen';
const ISSUING_STATUSES = 'globalWooCommerceEventsSendOnStatus';
/** WordPress's own: FooEvents writes its dates in it. */
const DATE_FORMAT = 'date_format';

/** The options of the site that FooEvents works by. */
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
 * Does FooEvents keep a state for each day of an event? Its multi-day add-on does. Where FooEvents is at work without
 * it, the state of a ticket is its status alone. Where neither is known to be at work, what they wrote last counts.
 */
export function keepsDays(plugins: readonly string[] | null): boolean {
  return plugins === null || plugins.includes(MULTI_DAY) || !isSwitchedOn(plugins);
}

/**
 * The order statuses in which FooEvents makes tickets, without `wc-`: a list, in old versions one status. Completed
 * orders alone unless others were chosen.
 */
export function readIssuingStatuses(option: string): readonly string[] {
  const list = option.startsWith('a:')
    ? phpEntries(parsePhpOption(option) ?? []).map(([, status]) => phpText(status))
    : [option];
  const statuses = list.flatMap((status) => status?.trim().replace(/^wc-/, '') || []);
  return statuses.length > 0 ? statuses : ['completed'];
}
