import { minorDigitsOf } from '../money/currency.ts';

/** What one unreadable row of the store leaves out of its event, as in replies. Null means unknown. */
export interface LeftOut {
  /** The order's number. Null if the row is a ticket, or if the order was not read. */
  readonly currency: string | null;
  /** The event's lines after discount, with tax, with the digits of its currency. */
  readonly total: string | null;
  /** true if some of the amounts cannot be read, so that the total is a minimum. */
  readonly is_partial: boolean;
  readonly tickets: number | null;
  /** How many of those tickets are checked in in the store. */
  readonly checked_in: number | null;
}

/**
 * The same, and whether the backend still has the row from an earlier reading, so that this much is not missing
 * there.
 */
export interface KeptLeftOut extends LeftOut {
  readonly has_earlier_version: boolean;
}

/** The same for several rows. Amounts of several currencies are not added up. */
export interface LeftOutTotals {
  readonly rows: number;
  readonly money: { readonly currency: string; readonly total: string; readonly is_partial: boolean }[];
  /** Rows with an unknown amount, which is part of no total. */
  readonly unknown_money: number;
  readonly tickets: number;
  /** Rows with an unknown number of tickets. */
  readonly unknown_tickets: number;
  readonly checked_in: number;
  /** Rows that the backend still has from an earlier reading. */
  readonly earlier_versions: number;
}

export const NOTHING_LEFT_OUT: LeftOutTotals = {
  rows: 0,
  money: [],
  unknown_money: 0,
  tickets: 0,
  unknown_tickets: 0,
  checked_in: 0,
  earlier_versions: 0,
};

type Language = 'en' | 'es';

interface Words {
  readonly locale: string;
  readonly rows: (count: number, shown: string) => string;
  readonly atLeast: (amount: string) => string;
  readonly unknownMoney: (rows: string | null) => string;
  readonly tickets: (count: number, shown: string) => string;
  readonly unknownTickets: (rows: string | null) => string;
  readonly checkedIn: (count: number, shown: string) => string;
  readonly earlierVersions: (rows: string | null) => string;
}

const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    locale: 'en',
    rows: (count, shown) => (count === 1 ? '1 row was left out' : `${shown} rows were left out`),
    atLeast: (amount) => `at least ${amount}`,
    unknownMoney: (rows) => (rows === null ? 'amount unknown' : `amount unknown for ${rows} of them`),
    tickets: (count, shown) => (count === 1 ? '1 ticket' : `${shown} tickets`),
    unknownTickets: (rows) => (rows === null ? 'tickets unknown' : `tickets unknown for ${rows} of them`),
    checkedIn: (count, shown) =>
      count === 1 ? '1 person already checked in' : `${shown} people already checked in`,
    earlierVersions: (rows) =>
      rows === null ? 'an earlier version is here' : `an earlier version of ${rows} of them is here`,
  },
  es: {
    locale: 'es-CL',
    rows: (count, shown) => (count === 1 ? '1 fila quedó fuera' : `${shown} filas quedaron fuera`),
    atLeast: (amount) => `al menos ${amount}`,
    unknownMoney: (rows) => (rows === null ? 'monto desconocido' : `monto desconocido en ${rows} de ellas`),
    tickets: (count, shown) => (count === 1 ? '1 entrada' : `${shown} entradas`),
    unknownTickets: (rows) =>
      rows === null ? 'entradas desconocidas' : `entradas desconocidas en ${rows} de ellas`,
    checkedIn: (count, shown) =>
      count === 1 ? '1 persona que ya ingresó' : `${shown} personas que ya ingresaron`,
    earlierVersions: (rows) =>
      rows === null ? 'aquí está la versión anterior' : `aquí está la versión anterior de ${rows} de ellas`,
  },
};

/**
 * The sentence about several rows: `2 rows were left out: CLP 45,000, 3 tickets, 1 person already checked in`.
 */
export function leftOutSentence(totals: LeftOutTotals, language: Language): string {
  const { locale, rows } = WORDS[language];
  return `${rows(totals.rows, show(totals.rows, locale))}: ${leftOutFigures(totals, language)}`;
}

/** The figures alone: `CLP 45,000, 3 tickets, 1 person already checked in`. */
export function leftOutFigures(totals: LeftOutTotals, language: Language): string {
  const { locale, ...words } = WORDS[language];
  const { rows, unknown_money, tickets, unknown_tickets, checked_in, earlier_versions } = totals;
  const some = (count: number): string | null => (count === rows ? null : show(count, locale));
  const money = totals.money.map(({ currency, total, is_partial }) => {
    const amount = `${currency} ${show(total, locale, minorDigitsOf(currency))}`;
    return is_partial ? words.atLeast(amount) : amount;
  });
  const figures = [
    ...money,
    ...(unknown_money > 0 ? [words.unknownMoney(some(unknown_money))] : []),
    ...(unknown_tickets < rows ? [words.tickets(tickets, show(tickets, locale))] : []),
    ...(unknown_tickets > 0 ? [words.unknownTickets(some(unknown_tickets))] : []),
    ...(checked_in > 0 ? [words.checkedIn(checked_in, show(checked_in, locale))] : []),
  ];
  const here = earlier_versions > 0 ? `; ${words.earlierVersions(some(earlier_versions))}` : '';
  return figures.join(', ') + here;
}

/** Converts one row to the totals of several rows. */
export function totalsOfOne(row: KeptLeftOut): LeftOutTotals {
  const { currency, total, is_partial, tickets, checked_in, has_earlier_version } = row;
  return {
    rows: 1,
    money: currency === null || total === null ? [] : [{ currency, total, is_partial }],
    unknown_money: total === null ? 1 : 0,
    tickets: tickets ?? 0,
    unknown_tickets: tickets === null ? 1 : 0,
    checked_in: checked_in ?? 0,
    earlier_versions: has_earlier_version ? 1 : 0,
  };
}

/** The amount never passes through a float, so it keeps all of its digits. */
function show(value: number | string, locale: string, minorDigits = 0): string {
  const format = new Intl.NumberFormat(locale, {
    useGrouping: 'always',
    minimumFractionDigits: minorDigits,
    maximumFractionDigits: 8,
  });
  return format.format(value as Intl.StringNumericLiteral);
}
