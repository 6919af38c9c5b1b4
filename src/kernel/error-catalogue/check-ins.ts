import type { ErrorEntry } from '../error-kinds.ts';

/** Reasons for which a ticket is not checked in, and errors of events. */
export const CHECK_IN_ERRORS = {
  'event.none': {
    kind: 'missing',
    en: 'There is no such event.',
    es: 'No existe ese evento.',
  },
  'event.synced': {
    kind: 'conflict',
    en: 'A configuration still syncs this event: delete the configuration first.',
    es: 'Una configuración aún sincroniza este evento: elimine primero la configuración.',
    adviceEn: 'Only an event without a configuration can be retired: delete its configuration first.',
    adviceEs: 'Solo se puede retirar un evento sin configuración: elimine antes la suya.',
  },
  'event.settled': {
    kind: 'conflict',
    en: 'This event has closed statements or payouts, so it cannot be taken out.',
    es: 'Este evento tiene liquidaciones cerradas o pagos, por lo que no se puede retirar.',
    adviceEn:
      'Its orders would no longer count, and the next statement would claim all of its money back from the organizer.',
    adviceEs:
      'Sus pedidos dejarían de contar, y la liquidación siguiente le cobraría todo el dinero de vuelta al organizador.',
  },
  'ticket.none': {
    kind: 'missing',
    en: 'There is no such ticket.',
    es: 'No existe esa entrada.',
  },
  'ticket-tier.none': {
    kind: 'missing',
    en: 'There is no such ticket tier.',
    es: 'No existe ese tipo de entrada.',
  },
  'ticket.pending': {
    kind: 'conflict',
    en: 'The store has not made this ticket yet{accordingTo}.',
    es: 'La tienda aún no ha emitido esta entrada{accordingTo}.',
    adviceEn: 'The order is paid, but the store has not created this ticket: look at the order in the store.',
    adviceEs:
      'El pedido está pagado, pero la tienda no ha emitido esta entrada: revise el pedido en la tienda.',
  },
  'ticket.unpaid': {
    kind: 'conflict',
    en: 'This ticket is not paid{accordingTo}.',
    es: 'Esta entrada no está pagada{accordingTo}.',
    adviceEn: 'The order is not paid, or the store marks this ticket as not paid.',
    adviceEs: 'El pedido no está pagado, o la tienda marca esta entrada como no pagada.',
  },
  'ticket.unpublished': {
    kind: 'conflict',
    en: 'The store does not publish this ticket{accordingTo}.',
    es: 'La tienda no tiene publicada esta entrada{accordingTo}.',
    adviceEn:
      "The ticket's post in the store is a draft, or has another status that is neither published nor private: publish it in the store.",
    adviceEs:
      'La publicación de la entrada en la tienda es un borrador, o tiene otro estado que no es publicado ni privado: publíquela en la tienda.',
  },
  'ticket.cancelled': {
    kind: 'conflict',
    en: 'This ticket was cancelled{accordingTo}.',
    es: 'Esta entrada fue cancelada{accordingTo}.',
    adviceEn: 'The ticket or its order was cancelled.',
    adviceEs: 'Se canceló la entrada o su pedido.',
  },
  'ticket.refunded': {
    kind: 'conflict',
    en: 'This ticket was refunded{accordingTo}.',
    es: 'Esta entrada fue reembolsada{accordingTo}.',
    adviceEn: 'The money was given back.',
    adviceEs: 'El dinero se devolvió.',
  },
  'ticket.orphaned': {
    kind: 'conflict',
    en: 'The order of this ticket does not exist any more{accordingTo}.',
    es: 'El pedido de esta entrada ya no existe{accordingTo}.',
    adviceEn: 'The order no longer exists in the store.',
    adviceEs: 'La tienda ya no tiene el pedido.',
  },
  'ticket.removed': {
    kind: 'conflict',
    en: 'This ticket was taken out of the store{accordingTo}.',
    es: 'Esta entrada fue retirada de la tienda{accordingTo}.',
    adviceEn: 'The ticket is no longer in the store, or no longer belongs to this event.',
    adviceEs: 'La entrada ya no está en la tienda, o ya no pertenece a este evento.',
  },
  'ticket.checked-in-by-store': {
    kind: 'conflict',
    en: 'The store’s gate let this ticket in: undo it there.',
    es: 'El ingreso de esta entrada se registró en la puerta de la tienda: deshágalo allí.',
    adviceEn: "The check-in was recorded at the store's gate: undo it there.",
    adviceEs: 'El ingreso se registró en la puerta de la tienda: deshágalo allí.',
  },
  'ticket.checked-in-elsewhere': {
    kind: 'conflict',
    en: 'This ticket is already checked in: {admission}.',
    es: 'Con esta entrada ya se ingresó: {admission}.',
    adviceEn:
      "The store's ticket is in several events here, and was checked in for another one: `admission` says for which, when and by whom.",
    adviceEs:
      'La entrada de la tienda está aquí en varios eventos, y el ingreso se registró en otro: `admission` dice en cuál, cuándo y quién lo registró.',
  },
  'ticket.day-needed': {
    kind: 'invalid',
    en: 'This event has several days: say which one.',
    es: 'Este evento dura varios días: indique cuál.',
    adviceEn: 'Send the number of the day.',
    adviceEs: 'Envíe el número del día.',
  },
  'ticket.no-such-day': {
    kind: 'invalid',
    en: 'The event has no such day.',
    es: 'El evento no tiene ese día.',
    adviceEn: 'The event has fewer days: correct the number of the day.',
    adviceEs: 'El evento tiene menos días: corrija el número del día.',
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;
