import { parsePhpOption, phpEntries, phpText } from './php-value.ts';

/** The active plugins of a site, as WordPress stores them; null: the list cannot be read. */
export function readActivePlugins(option: string): readonly string[] | null {
  const list = parsePhpOption(option);
  return list === null ? null : phpEntries(list).flatMap(([, plugin]) => phpText(plugin) ?? []);
}

/** The plugins that are active on all sites of a network, each with the time of activation. */
export function readNetworkPlugins(option: string): readonly string[] | null {
  const list = parsePhpOption(option);
  return list === null ? null : phpEntries(list).map(([plugin]) => plugin);
}
