export type Values = Readonly<Record<string, unknown>>;

/**
 * Fills the placeholders of a text: `%{name}` becomes the value of that name, with numbers in the locale's
 * format. Of `one |||| several`, `smart_count` selects the form. If an abbreviation ends the sentence (`7:41 a.
 * m.`), no second full stop follows.
 */
export function interpolate(text: string, values: Values, locale: string): string {
  return formOf(text, values['smart_count'], locale).replace(
    /%\{(\w+)\}(\.?)/g,
    (blank, name: string, stop: string) => {
      const value = values[name];
      if (value === undefined || value === null) return name in values ? stop : blank;
      if (typeof value === 'number') return `${new Intl.NumberFormat(locale).format(value)}${stop}`;
      const written = typeof value === 'string' ? value : JSON.stringify(value);
      return written.endsWith('.') ? written : `${written}${stop}`;
    },
  );
}

function formOf(text: string, count: unknown, locale: string): string {
  const forms = text.split('||||').map((form) => form.trim());
  if (forms.length === 1) return text;
  const one = typeof count === 'number' && new Intl.PluralRules(locale).select(count) === 'one';
  return forms[one ? 0 : 1] ?? text;
}
