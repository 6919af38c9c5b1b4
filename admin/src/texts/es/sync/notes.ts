import type { NoteReason } from '../../../../../src/vocabulary/note-reasons.ts';

const reason: Readonly<Record<NoteReason, string>> = {
  amount_unreadable: 'No es un monto. La línea no es parte de este evento y queda fuera del prorrateo.',
  attendees_unreadable:
    'El registro de asistentes no se puede leer, o solo en parte. Cada unidad sin asistente tiene una entrada pendiente sin nombre.',
  currency_missing: 'El pedido no indica moneda. Está en la moneda de la tienda.',
  currency_other_form: 'Tiene un formato inusual. Taquilla lee sus letras.',
  days_unreadable:
    'No es el registro de días que escribe el complemento de varios días. Taquilla lo lee como lo hace el complemento.',
  order_id_unreadable: 'No es un número de pedido. La entrada no tiene pedido, y rige su propio estado.',
  quantity_unreadable: 'No es un número entero. La línea no es parte de este evento.',
  refund_amount_unreadable:
    'No es un monto, o es negativo. El reembolso cuenta por su total o por la suma de sus líneas.',
  slot_time_unknown: 'No se puede leer cuándo es este horario. La entrada lo guarda como texto.',
  status_missing: 'El pedido no tiene estado. Cuenta como pendiente.',
  text_too_long: 'Es demasiado largo para ser real. Queda fuera.',
  time_other_form:
    'Tiene un formato que WooCommerce no usa. Taquilla lo lee como lo entienden los importadores.',
  time_unreadable: 'No es una hora, o es ambigua. Queda fuera.',
  total_differs:
    'Las líneas, los cargos y el envío no suman el total del pedido. Los montos quedan como están.',
  total_unreadable: 'No es un monto. El total del pedido es la suma de sus partes.',
  utf8_in_latin1: 'Es texto UTF-8 en una columna latin1. Taquilla lo lee como lo muestra el sitio.',
  variation_unreadable: 'No indica una variación. La definen los atributos elegidos o las líneas del pedido.',
};

/** Odd values in rows of the store that were read nevertheless. */
export const notes = {
  title: 'Notas',
  none: 'No hay notas',
  none_hint: 'Aquí aparecen los valores inusuales de la tienda que Taquilla leyó de todos modos.',
  reason,
};
