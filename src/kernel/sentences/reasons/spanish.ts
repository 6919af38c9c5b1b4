import type { ReasonWords, Writer } from './words.ts';

export const SPANISH_STATUSES: Readonly<Record<string, string>> = {
  pending: 'pendiente',
  on_hold: 'en espera',
  paid: 'pagado',
  cancelled: 'cancelado',
  refunded: 'reembolsado',
  failed: 'fallido',
  trashed: 'en la papelera',
};

const units = (number: number, { count }: Writer): string =>
  `${count(number)} ${number === 1 ? 'unidad' : 'unidades'}`;
const days = (numbers: readonly number[], list: Writer['list']): string =>
  `${numbers.length === 1 ? 'el día' : 'los días'} ${list(numbers)}`;
const theLines = (ids: readonly number[], { list }: Writer): string =>
  `${ids.length === 1 ? 'la línea' : 'las líneas'} ${list(ids)}`;
/** The amount for a line, unless it is the whole refund. */
const partOf = (by: { readonly of: string; readonly amount: string }, { money }: Writer): string =>
  by.of === by.amount ? '' : `, ${money(by.amount)}`;
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const FIELDS: Readonly<Record<string, string>> = {
  first_name: 'nombre',
  last_name: 'apellido',
  email: 'correo',
  phone: 'teléfono',
  company: 'empresa',
  designation: 'cargo',
  form_data: 'respuestas del formulario',
};
const POLICIES: Readonly<Record<string, string>> = {
  newest_not_checked_in: 'las más nuevas sin usar',
  oldest_not_checked_in: 'las más antiguas sin usar',
};

export const SPANISH: ReasonWords = {
  order_by_lines: (of, write) =>
    `El pedido ${of.order} pertenece al evento por ${theLines(of.lines, write)}, con ${units(of.units, write)}.`,
  order_by_tickets: ({ order, tickets }, { list }) =>
    `El pedido ${order} no tiene ninguna línea del evento. Pertenece a él por ${tickets.length === 1 ? 'la entrada' : 'las entradas'} ${list(tickets)}.`,
  order_draft: ({ order, source }) =>
    `El pedido ${order} tiene el estado «${source}» en la tienda: es un carro o un borrador, y aún no es un pedido.`,
  order_not_of_event: ({ order }) =>
    `El pedido ${order} no pertenece al evento: en la tienda no tiene líneas ni entradas de él, o es un carro o un borrador.`,
  order_gone: ({ order }) => `La tienda no tiene el pedido ${order}.`,
  order_other_lines: (of, write) =>
    `${capital(theLines(of.lines, write))}, ${write.money(of.amount)} en total, ${of.lines.length === 1 ? 'no es' : 'no son'} de este evento: otro producto u otra variación, un cargo o el envío.`,
  order_further_product: (of, write) =>
    `${capital(theLines(of.lines, write))} ${of.lines.length === 1 ? 'vende' : 'venden'} el producto ${of.product}, uno de los productos que son el mismo evento.`,
  order_translation: (of, write) =>
    `${capital(theLines(of.lines, write))} ${of.lines.length === 1 ? 'vende' : 'venden'} el producto ${of.product}, una traducción del producto ${of.original}, y ${of.lines.length === 1 ? 'cuenta' : 'cuentan'} para el mismo evento.`,
  order_erased: ({ order }) =>
    `La tienda borró a quien compró el pedido ${order} porque se lo solicitaron, así que sus datos también están vacíos aquí.`,
  order_trashed: ({ order }) =>
    `El pedido ${order} está en la papelera de la tienda, así que aquí está eliminado.`,

  status_own: (of, { status }) =>
    `El estado «${of.source}» de la tienda es propio de WooCommerce y significa «${status(of.status)}».`,
  status_mapped: (of, { status }) =>
    `La configuración asigna al estado «${of.source}» de la tienda el estado «${status(of.status)}».`,
  status_unmapped: (of, { status }) =>
    `El estado «${of.source}» de la tienda es de un plugin y no está asignado en la configuración. El pedido queda como «${status(of.status)}».`,
  status_paid_by_date: ({ order }) =>
    `El pedido ${order} se pagó en algún momento: tiene una fecha de pago o de término.`,
  status_paid_by_tickets: ({ order, issuing }, { anyOf }) =>
    `El pedido ${order} se pagó en algún momento: tiene entradas emitidas, que el plugin solo crea en ${issuing.length === 1 ? 'el estado' : 'los estados'} ${anyOf(issuing)}.`,
  status_never_paid: ({ order }) =>
    `El pedido ${order} no tiene fecha de pago ni de término, ni entradas que demuestren un pago.`,

  money_store: ({ charged, returned }, { money }) =>
    `El total del pedido es ${money(charged)}, y se reembolsaron ${money(returned)}.`,
  money_line: (of, write) =>
    `Línea ${of.line}, ${units(of.units, write)}: ${write.money(of.subtotal)} − descuento ${write.money(of.discount)} + impuesto ${write.money(of.tax)} = ${write.money(of.amount)}.`,
  money_line_rounded: (of, { money }) =>
    `La línea ${of.line} cuenta como ${money(of.amount)} en vez de ${money(of.exact)}, porque los montos de un pedido se redondean en conjunto.`,
  money_meets_total: (of, { money }) =>
    `Las líneas del pedido suman ${money(of.sum)} y su total es ${money(of.charged)}. Las líneas se redondean en conjunto hasta llegar al total, lo que las mueve en ${money(of.rounding)}.`,
  money_off_total: (of, { money }) =>
    `Las líneas del pedido suman ${money(of.sum)} y su total es ${money(of.charged)}. La diferencia de ${money(of.difference)} es mayor que un redondeo, así que las líneas no se ajustan a él.`,
  money_total: (of, write) =>
    `Total del evento, según ${of.lines.length === 0 ? 'ninguna línea' : theLines(of.lines, write)}: ${write.money(of.amount)}.`,
  money_refunded: (of, { money }) =>
    `Reembolsado: ${money(of.named)} por líneas de reembolsos + ${money(of.apportioned)} como la parte del evento en lo que los reembolsos devuelven además de esas líneas, redondeado a ${money(of.amount)}.`,
  money_net: (of, { money }) =>
    `Neto: ${money(of.total)} − ${money(of.refunded)} reembolsado = ${money(of.amount)}.`,
  money_fee: (of, { money, number }) =>
    `Comisión de servicio: ${number(of.percentage)} % de ${money(of.net)}, redondeado hacia arriba: ${money(of.amount)}.`,
  money_no_fee: ({ net }, { money }) =>
    `Un neto de ${money(net)} no es mayor que cero, así que no hay comisión de servicio.`,
  money_owes_nothing: (of, { money, status }) =>
    `Solo los pedidos pagados y reembolsados generan dinero para el organizador. Este está «${status(of.status)}», así que de su neto de ${money(of.net)} no resulta comisión de servicio ni monto para el organizador.`,
  money_organizer: (of, { money }) =>
    `Monto del organizador: ${money(of.net)} − comisión de servicio ${money(of.fee)} = ${money(of.amount)}.`,

  refund_line: (of, { money, count }) =>
    `El reembolso ${of.refund} de ${money(of.of)} indica la línea ${of.line}: cantidad ${count(of.units)}, ${money(of.amount)}.`,
  refund_replaced_line: (of, { money, count }) =>
    `El reembolso ${of.refund} de ${money(of.of)} tiene una línea que no indica ninguna del pedido. Por su producto ${of.product} corresponde a la línea ${of.line}: cantidad ${count(of.units)}, ${money(of.amount)}.`,
  refund_gone_line: (of, { money, count }) =>
    `El reembolso ${of.refund} de ${money(of.of)} es del producto ${of.product}, del que al pedido no le queda ninguna línea o unidad: cantidad ${count(of.units)}, ${money(of.amount)}.`,
  refund_other_line: (of, { money }) =>
    `El reembolso ${of.refund} de ${money(of.of)} indica la línea ${of.line}, que no pertenece al evento: ${money(of.amount)}.`,
  refund_rest: (of, { money }) =>
    `El reembolso ${of.refund} de ${money(of.of)} tiene líneas por ${money(of.named)}. De los ${money(of.rest)} restantes, al evento le corresponden ${money(of.part)}, en proporción a lo que aún no se reembolsa.`,
  refund_amount_only: (of, { money }) =>
    `El reembolso ${of.refund} de ${money(of.of)} no indica ninguna línea. Al evento le corresponden ${money(of.part)}, en proporción a lo que aún no se reembolsa.`,
  refund_event: (of, { money }) =>
    `Del reembolso ${of.refund}, que es de ${money(of.of)}, ${money(of.amount)} corresponden al evento.`,

  tickets_refunded: (of, write) =>
    `${write.count(of.refunded)} de ${write.count(of.tickets)} ${of.tickets === 1 ? 'entrada reembolsada' : 'entradas reembolsadas'}: ${of.refunds
      .map((by) =>
        by.named
          ? `el reembolso ${by.refund} de ${write.money(by.of)} indica la línea ${of.line}, cantidad ${write.count(by.units)}${partOf(by, write)}`
          : `el reembolso ${by.refund} de ${write.money(by.of)} corresponde a la línea ${of.line} por su producto, cantidad ${write.count(by.units)}${partOf(by, write)}`,
      )
      .join('; ')}; según la regla, ${POLICIES[of.policy] ?? of.policy}.`,
  tickets_issued: ({ tickets }, { list }) =>
    `El plugin de entradas creó ${tickets.length === 1 ? 'la entrada' : 'las entradas'} ${list(tickets)}.`,
  tickets_pending: ({ attendees }, { list }) =>
    `El pedido está pagado y el plugin aún no crea sus entradas, así que ${attendees.length === 1 ? 'el asistente' : 'los asistentes'} ${list(attendees)} de la compra ${attendees.length === 1 ? 'tiene una entrada pendiente' : 'tienen entradas pendientes'}.`,
  tickets_not_owed: ({ attendees, status: of }, { list, status }) =>
    `${attendees.length === 1 ? 'El asistente' : 'Los asistentes'} ${list(attendees)} de la compra no ${attendees.length === 1 ? 'tiene' : 'tienen'} entrada, porque el pedido está «${status(of)}».`,
  tickets_of_line: (of, write) =>
    `La línea ${of.line} es de un producto sin el plugin de entradas, así que cada unidad es una entrada: ${units(of.units, write)}.`,
  tickets_of_unpaid_line: (of, write) =>
    `La línea ${of.line}, con ${units(of.units, write)}, tendrá entradas cuando el pedido se pague. Está «${write.status(of.status)}» y nunca se pagó.`,
  tickets_without: (of, write) =>
    `La línea ${of.line} tiene ${units(of.units, write)} sin entrada, por un valor de ${write.money(of.amount)}.`,

  ticket_of_attendee: ({ ticket, attendee }) =>
    `La entrada ${ticket} es la del asistente ${attendee} de la compra.`,
  ticket_variation: ({ ticket, variation }) =>
    `La entrada ${ticket} no indica ninguna variación. Taquilla encontró para ella la variación ${variation}.`,
  ticket_chosen_again: ({ ticket }) =>
    `El reembolso toma la entrada ${ticket}, porque un reembolso ya la había tomado y sigue ahí.`,
  ticket_chosen_trashed: ({ ticket }) =>
    `El reembolso toma la entrada ${ticket}, porque las entradas en la papelera van primero.`,
  ticket_chosen_invalid: ({ ticket }) =>
    `El reembolso toma la entrada ${ticket}, porque las anuladas, no publicadas o impagas van antes que las válidas.`,
  ticket_chosen_outside: ({ ticket }) =>
    `El reembolso toma la entrada ${ticket}, la siguiente según la regla cuyo titular no ha ingresado.`,
  ticket_chosen_inside: ({ ticket }) =>
    `El reembolso toma la entrada ${ticket} aunque su titular ya ingresó, porque no queda otra.`,
  ticket_surplus: ({ ticket }) =>
    `La entrada ${ticket} no corresponde a ninguna unidad comprada del pedido, así que no tiene dinero.`,
  ticket_days: ({ ticket, store, here }, { list }) =>
    `La entrada ${ticket} tiene ingreso ${[...(store.length === 0 ? [] : [`en la tienda ${days(store, list)}`]), ...(here.length === 0 ? [] : [`aquí ${days(here, list)}`])].join(' y ')}. Un ingreso en un lado vale en ambos.`,
  ticket_active: ({ ticket }) =>
    `La entrada ${ticket} es válida: el pedido está pagado y la entrada está emitida.`,
  ticket_pending: ({ ticket }) =>
    `La entrada ${ticket} es válida y está pendiente: el pedido está pagado y el plugin aún no crea la entrada.`,
  ticket_refunded: ({ ticket }) =>
    `La entrada ${ticket} está reembolsada, porque la tomó una cantidad reembolsada.`,
  ticket_order_refunded: ({ ticket }) => `La entrada ${ticket} está reembolsada con todo su pedido.`,
  ticket_cancelled: ({ ticket, source }) =>
    `La entrada ${ticket} está anulada: en la tienda tiene el estado «${source}».`,
  ticket_order_cancelled: ({ ticket }) => `La entrada ${ticket} está anulada junto con su pedido.`,
  ticket_order_unpaid: (of, { status }) =>
    `La entrada ${of.ticket} no es válida, porque su pedido está «${status(of.status)}».`,
  ticket_unpublished: ({ ticket, source }) =>
    `La entrada ${ticket} no es válida, porque su publicación tiene el estado «${source}» y no está publicada.`,
  ticket_unpaid: ({ ticket, source }) =>
    `La entrada ${ticket} no es válida, porque en la tienda tiene el estado «${source}».`,
  ticket_trashed: ({ ticket }) =>
    `La entrada ${ticket} está en la papelera de la tienda, así que aquí está eliminada.`,
  ticket_orphaned: ({ ticket, order }) =>
    `La entrada ${ticket} indica el pedido ${order}, que la tienda ya no tiene. No permite ingresar a nadie.`,
  ticket_imported: ({ ticket }) =>
    `La entrada ${ticket} se importó sin pedido, así que no tiene dinero y decide su propio estado.`,
  ticket_imported_active: ({ ticket }) =>
    `La entrada ${ticket} es válida: está publicada, y no está anulada ni impaga.`,
  ticket_gone: ({ ticket }) => `La tienda ya no tiene la entrada ${ticket} para este evento.`,
  ticket_no_longer_owed: ({ ticket }) =>
    `La entrada ${ticket} no tiene publicación, y el pedido ya no la debe.`,
  ticket_edited: ({ ticket, fields }, { list }) =>
    `En la entrada ${ticket} se cambió aquí: ${list(fields.map((field) => FIELDS[field] ?? field))}. Los valores de la tienda no los reemplazan.`,
  ticket_money: (of, { money }) =>
    `Entrada ${of.ticket}: precio ${money(of.price)} − reembolsado ${money(of.returned)} − comisión de servicio ${money(of.fee)} = ${money(of.amount)} para el organizador.`,
};
