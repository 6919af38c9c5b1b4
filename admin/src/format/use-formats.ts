import { useMemo } from 'react';
import { useLanguage } from '../i18n/language.ts';
import { localeFor } from '../i18n/locale.ts';
import { atLeastMinor, count, decimal, money, percent } from './format-money.ts';
import { calendarDay, clock, dateOnly, dateTime, duration, exactTime, relativeTime } from './format-time.ts';

/**
 * Formats dates, numbers and money for the reader. Times are in the reader's own zone unless another one is
 * given.
 */
export function useFormats() {
  const language = useLanguage();
  return useMemo(() => {
    const locale = localeFor(language, navigator.languages);
    return {
      locale,
      money: (amount: string, currency: string) => money(amount, currency, locale),
      atLeastMinor,
      decimal: (amount: string) => decimal(amount, locale),
      count: (value: number) => count(value, locale),
      percent: (percentage: number, digits?: number) => percent(percentage, locale, digits),
      list: (parts: readonly string[]) => new Intl.ListFormat(locale).format(parts),
      dateTime: (iso: string, timeZone?: string) => dateTime(new Date(iso), locale, timeZone),
      clock: (iso: string) => clock(new Date(iso), locale),
      dateOnly: (iso: string, timeZone?: string) => dateOnly(new Date(iso), locale, timeZone),
      exactTime: (iso: string, timeZone?: string) => exactTime(new Date(iso), locale, timeZone),
      relativeTime: (iso: string, now: Date) => relativeTime(new Date(iso), now, locale),
      day: (day: string, options: Intl.DateTimeFormatOptions) => calendarDay(day, locale, options),
      duration: (ms: number) => duration(ms, locale),
    };
  }, [language]);
}
export type Formats = ReturnType<typeof useFormats>;
