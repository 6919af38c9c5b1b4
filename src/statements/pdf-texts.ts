import type { Statement } from '../contract/ticketing/statements.ts';
import type { Language } from '../vocabulary/people.ts';
import type { CorrectionReason, StatementLineKind } from '../vocabulary/statements.ts';

type Figure = keyof Pick<
  Statement,
  'opening' | 'sales' | 'refunds' | 'service_fees' | 'corrections' | 'payouts' | 'closing'
>;

interface PdfTexts {
  readonly title: string;
  readonly until: (day: string) => string;
  readonly period: (from: string, until: string) => string;
  readonly figures: Readonly<Record<Figure, string>>;
  readonly listed: string;
  readonly line: string;
  readonly order: string;
  readonly amount: string;
  readonly kinds: Readonly<Record<StatementLineKind, string>>;
  readonly reasons: Readonly<Record<CorrectionReason, string>>;
  readonly others: (count: number) => string;
  readonly closed: (day: string) => string;
}

const EN: PdfTexts = {
  title: 'Settlement statement',
  until: (day) => `Until ${day}`,
  period: (from, until) => `${from} to ${until}`,
  figures: {
    opening: 'Opening balance',
    sales: 'Sales',
    refunds: 'Refunds',
    service_fees: 'Service fees',
    corrections: 'Corrections of earlier periods',
    payouts: 'Payouts made',
    closing: 'Closing balance',
  },
  listed: 'Corrections and payouts',
  line: 'Line',
  order: 'Order or reference',
  amount: 'Amount',
  kinds: { sale: 'Sale', refund: 'Refund', correction: 'Correction', payout: 'Payout' },
  reasons: {
    found_later: 'Correction: counts since after the closing of its period',
    gone: 'Correction: deleted in the store',
    trashed: 'Correction: in the store’s trash',
    left_event: 'Correction: no longer of this event',
    currency_changed: 'Correction: its currency changed',
    status_changed: 'Correction: no longer paid',
    restored: 'Correction: counts again',
    amount_changed: 'Correction: its amount changed',
    refunded: 'Correction: refunded before this period or without a date',
    refund_withdrawn: 'Correction: a refund was withdrawn',
    fee_changed: 'Correction: its service fee changed',
  },
  others: (count) => `And ${count} more. The file with all lines (CSV) contains them.`,
  closed: (day) => `Closed on ${day} (UTC). A closed statement never changes.`,
};

const ES: PdfTexts = {
  title: 'Liquidación',
  until: (day) => `Hasta el ${day}`,
  period: (from, until) => `Del ${from} al ${until}`,
  figures: {
    opening: 'Saldo inicial',
    sales: 'Ventas',
    refunds: 'Reembolsos',
    service_fees: 'Cargos por servicio',
    corrections: 'Correcciones de períodos anteriores',
    payouts: 'Pagos realizados',
    closing: 'Saldo final',
  },
  listed: 'Correcciones y pagos',
  line: 'Línea',
  order: 'Pedido o referencia',
  amount: 'Monto',
  kinds: { sale: 'Venta', refund: 'Reembolso', correction: 'Corrección', payout: 'Pago' },
  reasons: {
    found_later: 'Corrección: cuenta desde después del cierre de su período',
    gone: 'Corrección: eliminado en la tienda',
    trashed: 'Corrección: en la papelera de la tienda',
    left_event: 'Corrección: ya no es de este evento',
    currency_changed: 'Corrección: cambió su moneda',
    status_changed: 'Corrección: ya no está pagado',
    restored: 'Corrección: vuelve a contar',
    amount_changed: 'Corrección: cambió su monto',
    refunded: 'Corrección: reembolsado antes de este período o sin fecha',
    refund_withdrawn: 'Corrección: se anuló un reembolso',
    fee_changed: 'Corrección: cambió su cargo por servicio',
  },
  others: (count) => `Y ${count} más. El archivo con todas las líneas (CSV) las contiene.`,
  closed: (day) => `Cerrada el ${day} (UTC). Una liquidación cerrada nunca cambia.`,
};

/** The texts of the page. */
export const PDF_TEXTS: Readonly<Record<Language, PdfTexts>> = { en: EN, es: ES };
