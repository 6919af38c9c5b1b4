/** The fields that differ from the initial values of the form; an empty text counts as null. */
export function changedValues<Values extends object>(now: Values, before: Values): Record<string, unknown> {
  const plain = (value: unknown): unknown => (value === '' || value === undefined ? null : value);
  return Object.fromEntries(
    Object.entries(now)
      .map(([field, value]): [string, unknown] => [field, plain(value)])
      .filter(([field, value]) => {
        const old = plain((before as Readonly<Record<string, unknown>>)[field]);
        return JSON.stringify(value) !== JSON.stringify(old);
      }),
  );
}
