interface Named {
  readonly first_name: string | null;
  readonly last_name: string | null;
}

/** First and last name together; null if the store knows neither. */
export function personName({ first_name, last_name }: Named): string | null {
  const name = [first_name, last_name].filter((part) => part !== null && part.trim() !== '').join(' ');
  // Two masked names are shown as one mask.
  if (/^[*\s]+$/.test(name)) return '***';
  return name === '' ? null : name;
}
