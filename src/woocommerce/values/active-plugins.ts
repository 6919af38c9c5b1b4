import { parsePhpOption, phpEntries, phpText } from './php-value.ts';

/** The plugins that a site of its own switched on, as WordPress keeps them; null: the list cannot be read. */
export function readActivePlugins(option: string): readonly string[] | null {
  const list = parsePhpOption(option);
  return list === null ? null : phpEntries(list).flatMap(([, plugin]) => phpText(plugin) ?? []);
}

/** The plugins that are switched on for all sites of a network, each with the time of that. */
export function readNetworkPlugins(option: string): readonly string[] | null {
  const list = parsePhpOption(option);
  return list === null ? null : phpEntries(list).map(([plugin]) => plugin);
}
