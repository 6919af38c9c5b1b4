/**
 * Places where a JSON document on a page has other keys or other types of values than a real one. `{}` means an
 * object like the previous one; of a list, only the first entry is compared, if there is one.
 */
export function shapeDifferences(shown: unknown, real: unknown, path = '$'): readonly string[] {
  if (shown === null || real === null) return [];
  if (Array.isArray(shown) && Array.isArray(real)) {
    return shown.length === 0 || real.length === 0 ? [] : shapeDifferences(shown[0], real[0], `${path}[0]`);
  }
  if (typeof shown !== typeof real || Array.isArray(shown) !== Array.isArray(real)) {
    return [`${path}: ${typeof shown} shown, ${typeof real} given`];
  }
  if (typeof shown !== 'object') return [];
  const [said, given] = [shown as Record<string, unknown>, real as Record<string, unknown>];
  if (Object.keys(said).length === 0) return [];
  return [
    ...Object.keys(given).flatMap((key) => (key in said ? [] : [`${path}.${key}: not shown`])),
    ...Object.keys(said).flatMap((key) =>
      key in given
        ? shapeDifferences(said[key], given[key], `${path}.${key}`)
        : [`${path}.${key}: not given`],
    ),
  ];
}
