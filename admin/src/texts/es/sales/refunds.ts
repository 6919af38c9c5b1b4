import type { refunds as english } from '../../en/sales/refunds.ts';
import type { Texts } from '../../texts.ts';

export const refunds: Texts<typeof english> = {
  title: 'Reembolsos',
  sub: 'Dinero que se devolvió, con la parte de cada evento.',
  search: 'Pedido o reembolso',
  empty: 'Aún no se ha devuelto nada',
  empty_hint: 'Los reembolsos aparecen aquí en cuanto una sincronización los trae.',
  number: 'Reembolso',
  reason: 'Motivo',
  refunded_at: 'Fecha',
  refunded_after: 'Desde',
  refunded_before: 'Hasta',
  lines: 'Por qué productos',
  no_lines: 'Sin líneas: se prorratea en el pedido',
};
