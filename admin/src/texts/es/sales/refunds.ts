import type { refunds as english } from '../../en/sales/refunds.ts';
import type { Texts } from '../../texts.ts';

export const refunds: Texts<typeof english> = {
  title: 'Reembolsos',
  sub: 'Dinero reembolsado, con la parte de cada evento.',
  search: 'Pedido o reembolso',
  empty: 'Aún no hay reembolsos',
  empty_hint: 'Los reembolsos aparecen aquí después de la primera sincronización de un evento.',
  number: 'Reembolso',
  reason: 'Motivo',
  refunded_at: 'Fecha',
  refunded_after: 'Desde',
  refunded_before: 'Hasta',
  lines: 'Productos reembolsados',
  no_lines: 'Sin líneas: prorrateado en el pedido',
};
