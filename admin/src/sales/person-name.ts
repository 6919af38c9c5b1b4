interface Named {
  readonly first_name: string | null;
  readonly last_name: string | null;
}

/** First and last name as one would say them; null: the store knows neither. */
export function personName({ first_name, last_name }: Named): string | null {
  const name = [first_name, last_name].filter((part) => part !== null && part.trim() !== '').join(' ');
  // Masked names are one mask, not two.
  if (/^[*\s]+$/.test(name)) return '***';
  return name === '' ? null : name;
}
