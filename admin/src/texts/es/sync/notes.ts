import type { NoteReason } from '../../../../../src/vocabulary/note-reasons.ts';

const reason: Readonly<Record<NoteReason, string>> = {
  amount_unreadable: 'No es un monto. No es de este evento, y no entra en el prorrateo.',
  attendees_unreadable:
    'El registro de asistentes no se puede leer, o no por completo. Cada unidad sin asistente tiene una entrada pendiente sin nombre.',
  currency_missing: 'El pedido no nombra una moneda. Está en la moneda de la tienda.',
  currency_other_form: 'Está escrita en otra forma. Se lee por sus letras.',
  days_unreadable:
    'No es un registro de días como lo escribe el complemento de varios días. Se lee como lo lee él.',
  order_id_unreadable: 'No es el número de un pedido. La entrada no tiene pedido y vale su propio estado.',
  quantity_unreadable: 'No es un número entero de unidades. La línea no es de este evento.',
  refund_amount_unreadable:
    'No es un monto, o es negativo. La devolución fue por su total, o por lo que suman sus líneas.',
  status_missing: 'El pedido no tiene estado. Está pendiente.',
  text_too_long: 'Más largo que lo que nadie escribe. Se deja fuera.',
  time_other_form:
    'Está escrita en una forma que WooCommerce nunca escribe. Se lee como la entienden los importadores.',
  time_unreadable: 'No es una hora, o puede ser varias. Se deja fuera.',
  total_differs:
    'Las líneas, los cargos y el envío no suman el total del pedido. Todos los montos quedan como están.',
  total_unreadable: 'No es un monto. El pedido cuesta lo que suman sus partes.',
  utf8_in_latin1: 'Es UTF-8 en una columna latin1. Se lee como lo muestra el sitio.',
  variation_unreadable: 'No nombra una variación. La dicen los atributos elegidos o las líneas del pedido.',
};

/** Lo raro en filas de la tienda que se leyeron igual. */
export const notes = {
  title: 'Notas',
  none: 'No hay nada raro',
  none_hint: 'Aquí estaría lo que es raro en la tienda y se leyó igual.',
  reason,
};
