import { parsePhpOption, phpEntries, phpText } from './php-value.ts';

/** The active plugins of a site, parsed from WordPress's option. Null if the list cannot be read. */
export function readActivePlugins(option: string): readonly string[] | null {
  const list = parsePhpOption(option);
  return list === null ? null : phpEntries(list).flatMap(([, plugin]) => phpText(plugin) ?? []);
}

/** The plugins that are active on all sites of a network. The option has the time of activation for each. */
export function readNetworkPlugins(option: string): readonly string[] | null {
  const list = parsePhpOption(option);
  return list === null ? null : phpEntries(list).map(([plugin]) => plugin);
}
