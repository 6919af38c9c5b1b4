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
    adviceEn: 'Only an event that was left behind can be retired: delete its configuration first.',
    adviceEs: 'Solo se puede retirar un evento que quedó sin configuración: elimínela primero.',
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
    adviceEn: 'It is paid for and not made: look at the order in the store.',
    adviceEs: 'Está pagada y sin emitir: revise el pedido en la tienda.',
  },
  'ticket.unpaid': {
    kind: 'conflict',
    en: 'This ticket is not paid{accordingTo}.',
    es: 'Esta entrada no está pagada{accordingTo}.',
    adviceEn: 'Its order is not paid, or the store says of the ticket itself that it is not.',
    adviceEs: 'Su pedido no está pagado, o la tienda lo dice de la propia entrada.',
  },
  'ticket.unpublished': {
    kind: 'conflict',
    en: 'The store does not publish this ticket{accordingTo}.',
    es: 'La tienda no tiene publicada esta entrada{accordingTo}.',
    adviceEn:
      'Its post is a draft, or in another status that is neither published nor private: publish it in the store.',
    adviceEs:
      'Su publicación es un borrador, o tiene otro estado que no es publicado ni privado: publíquela en la tienda.',
  },
  'ticket.cancelled': {
    kind: 'conflict',
    en: 'This ticket was cancelled{accordingTo}.',
    es: 'Esta entrada fue cancelada{accordingTo}.',
    adviceEn: 'The ticket was cancelled, or its order was.',
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
    adviceEn: 'The store does not have the order any more.',
    adviceEs: 'La tienda ya no tiene el pedido.',
  },
  'ticket.removed': {
    kind: 'conflict',
    en: 'This ticket was taken out of the store{accordingTo}.',
    es: 'Esta entrada fue retirada de la tienda{accordingTo}.',
    adviceEn: 'It was taken out of the store, or of the event.',
    adviceEs: 'Se retiró de la tienda o del evento.',
  },
  'ticket.checked-in-by-store': {
    kind: 'conflict',
    en: 'The store’s gate let this ticket in: undo it there.',
    es: 'El ingreso de esta entrada se registró en la puerta de la tienda: deshágalo allí.',
    adviceEn: "Undo it at the store's gate.",
    adviceEs: 'Deshágalo en la puerta de la tienda.',
  },
  'ticket.checked-in-elsewhere': {
    kind: 'conflict',
    en: 'This ticket is already checked in: {admission}.',
    es: 'Con esta entrada ya se ingresó: {admission}.',
    adviceEn:
      'The same store ticket was checked in under its row in another event: `admission` says in which, when and by whom.',
    adviceEs:
      'La misma entrada de la tienda se validó con su fila de otro evento: `admission` dice en cuál, cuándo y quién.',
  },
  'ticket.day-needed': {
    kind: 'invalid',
    en: 'This event has several days: say which one.',
    es: 'Este evento dura varios días: indique cuál.',
    adviceEn: 'Say the day.',
    adviceEs: 'Indique el día.',
  },
  'ticket.no-such-day': {
    kind: 'invalid',
    en: 'The event has no such day.',
    es: 'El evento no tiene ese día.',
    adviceEn: 'The event has fewer days.',
    adviceEs: 'El evento tiene menos días.',
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;
