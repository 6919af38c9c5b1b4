import { createRequire } from 'node:module';
import type { Statement, StatementLine } from '../contract/ticketing/statements.ts';
import { minorDigitsOf } from '../kernel/money/currency.ts';
import type { Language } from '../vocabulary/people.ts';
import { PDF_TEXTS } from './pdf-texts.ts';

/** More corrections than fit on a page. The CSV has all. */
export const MOST_LISTED = 20;
/** Longer ones would push the table beyond the page. */
const LONGEST_REFERENCE = 40;

/** The parts of pdfmake that this file uses. Its published types need those of a browser. */
interface PdfMake {
  setFonts(fonts: unknown): void;
  setUrlAccessPolicy(allows: (url: string) => boolean): void;
  setLocalAccessPolicy(allows: (path: string) => boolean): void;
  createPdf(document: object): { getBuffer(): Promise<Buffer> };
}

/** It is loaded for the first page only: it takes some megabytes. */
const load = createRequire(import.meta.url);

const FIGURES = [
  ['opening', ''],
  ['sales', '+'],
  ['refunds', '−'],
  ['service_fees', '−'],
  ['corrections', '+'],
  ['payouts', '−'],
  ['closing', '='],
] as const;
const GREY = '#555555';

/**
 * A closed statement as one page that an organizer can forward: its figures, and its corrections and payouts.
 *
 * @param lines the last corrections and payouts, at most `MOST_LISTED`
 * @param others how many more there are
 */
export async function statementPdf(
  statement: Statement,
  lines: readonly StatementLine[],
  others: number,
  language: Language,
): Promise<Buffer> {
  const pdfmake = load('pdfmake') as PdfMake;
  pdfmake.setFonts(load('pdfmake/fonts/Roboto.js'));
  // A document has texts only: nothing is fetched, and no file is read but the fonts.
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy((path) => path.endsWith('.ttf'));
  return await pdfmake.createPdf(documentOf(statement, lines, others, language)).getBuffer();
}

function documentOf(
  statement: Statement,
  lines: readonly StatementLine[],
  others: number,
  language: Language,
): object {
  const say = PDF_TEXTS[language];
  const { number, event_title, organizer_name, currency, timezone, content_hash, closed_at } = statement;
  const money = moneyFormat(currency, language);
  const day = (text: string) => dayText(text, language);
  const period =
    statement.first_day === null
      ? say.until(day(statement.last_day))
      : say.period(day(statement.first_day), day(statement.last_day));
  const content: object[] = [
    { text: `${say.title} ${number}`, style: 'title' },
    { text: organizer_name, style: 'strong' },
    { text: event_title },
    { text: `${period} · ${currency} · ${timezone}`, color: GREY, margin: [0, 0, 0, 18] },
    {
      layout: 'lightHorizontalLines',
      table: {
        widths: ['*', 'auto'],
        body: FIGURES.map(([name, sign]) => {
          const bold = name === 'closing';
          const amount = `${sign} ${money(statement[name])}`.trim();
          return [
            { text: say.figures[name], bold },
            { text: amount, alignment: 'right', bold },
          ];
        }),
      },
    },
  ];
  if (lines.length > 0) {
    const head = [say.line, say.order, say.amount].map((text) => ({ text, bold: true }));
    const rows = lines.map((line) => [
      line.reason === null ? say.kinds[line.kind] : say.reasons[line.reason],
      line.order_number ?? line.reference?.slice(0, LONGEST_REFERENCE) ?? '',
      { text: money(line.amount), alignment: 'right' },
    ]);
    content.push(
      { text: say.listed, style: 'strong', margin: [0, 18, 0, 4] },
      {
        layout: 'lightHorizontalLines',
        fontSize: 9,
        table: { headerRows: 1, widths: ['*', 'auto', 'auto'], body: [head, ...rows] },
      },
    );
    if (others > 0) content.push({ text: say.others(others), color: GREY, margin: [0, 4, 0, 0] });
  }
  return {
    pageSize: 'A4',
    pageMargins: [48, 48, 48, 60],
    info: { title: `${say.title} ${number}`, creator: 'Taquilla' },
    defaultStyle: { font: 'Roboto', fontSize: 11, lineHeight: 1.2 },
    styles: { title: { fontSize: 20, bold: true, margin: [0, 0, 0, 6] }, strong: { bold: true } },
    content,
    footer: {
      margin: [48, 12, 48, 0],
      fontSize: 7,
      color: GREY,
      text: `${say.closed(dayText(closed_at.slice(0, 10), language))}\nSHA-256 ${content_hash}`,
    },
  };
}

/** Digits as people in Chile or in the United Kingdom write them; the text of an amount never becomes a float. */
function moneyFormat(currency: string, language: Language): (amount: string) => string {
  const digits = minorDigitsOf(currency) ?? 2;
  const format = new Intl.NumberFormat(language === 'es' ? 'es-CL' : 'en-GB', {
    minimumFractionDigits: digits,
    maximumFractionDigits: 8,
  });
  return (amount) => `${currency} ${format.format(amount as Intl.StringNumericLiteral)}`;
}

function dayText(day: string, language: Language): string {
  const format = new Intl.DateTimeFormat(language === 'es' ? 'es-CL' : 'en-GB', {
    dateStyle: 'long',
    timeZone: 'UTC',
  });
  return format.format(new Date(`${day}T00:00:00Z`));
}
