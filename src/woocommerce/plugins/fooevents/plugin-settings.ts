import { AppError } from '../../../kernel/errors.ts';
import { type PhpValue, parsePhpValue, phpEntries, phpText } from '../../values/php-value.ts';

/** As the plugin itself asks for them: a renamed folder is switched off for it. */
const FOOEVENTS = 'fooevents/fooevents.php';
const MULTI_DAY = 'fooevents_multi_day/fooevents-multi-day.php';

/** The plugins that a site of its own switched on, as WordPress keeps them; null: the list cannot be read. */
export function readActivePlugins(option: string): readonly string[] | null {
  const list = parsed(option);
  return list === null ? null : phpEntries(list).flatMap(([, plugin]) => phpText(plugin) ?? []);
}

/** The plugins that are switched on for all sites of a network, each with the time of that. */
export function readNetworkPlugins(option: string): readonly string[] | null {
  const list = parsed(option);
  return list === null ? null : phpEntries(list).map(([plugin]) => plugin);
}

/**
 * Does FooEvents keep a state for each day of an event? Its multi-day add-on does. Where FooEvents is at work without
 * it, the state of a ticket is its status alone. Where neither is known to be at work, what they wrote last counts.
 */
export function keepsDays(plugins: readonly string[] | null): boolean {
  return plugins === null || plugins.includes(MULTI_DAY) || !plugins.includes(FOOEVENTS);
}

/**
 * The order statuses in which FooEvents makes tickets, without `wc-`: a list, in old versions one status. Completed
 * orders alone unless somebody chose.
 */
export function readIssuingStatuses(option: string): readonly string[] {
  const list = option.startsWith('a:')
    ? phpEntries(parsed(option) ?? []).map(([, status]) => phpText(status))
    : [option];
  const statuses = list.flatMap((status) => status?.trim().replace(/^wc-/, '') || []);
  return statuses.length > 0 ? statuses : ['completed'];
}

/** null: it is not there, or broken. */
function parsed(option: string): PhpValue | null {
  try {
    return option === '' ? null : parsePhpValue(option);
  } catch (error) {
    if (error instanceof AppError && error.kind === 'rejected') return null;
    throw error;
  }
}
