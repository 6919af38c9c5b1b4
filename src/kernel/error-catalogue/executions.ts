import type { ErrorEntry } from '../error-kinds.ts';

/** Reasons for which one row of a store is rejected. */
export const ROW_ERRORS = {
  'money.malformed': {
    kind: 'rejected',
    en: 'An amount is not a number.',
    es: 'Un monto no es un número.',
  },
  'money.out-of-range': {
    kind: 'rejected',
    en: 'An amount is larger than any real one.',
    es: 'Un monto es demasiado grande para ser real.',
  },
  'order.unknown-currency': {
    kind: 'rejected',
    en: 'The currency of the order is not known.',
    es: 'No se conoce la moneda del pedido.',
    adviceEn: 'ISO 4217 does not know it.',
    adviceEs: 'ISO 4217 no la conoce.',
  },
  'order.quantity-not-whole': {
    kind: 'rejected',
    en: 'A line has a quantity that is not a whole number.',
    es: 'Una línea tiene una cantidad que no es un número entero.',
    adviceEn: 'It would be half a ticket.',
    adviceEs: 'Sería media entrada.',
  },
  'order.quantity-absurd': {
    kind: 'rejected',
    en: 'A line has more units than anyone buys.',
    es: 'Una línea tiene una cantidad demasiado grande para ser real.',
    adviceEn: 'There are more of them than can be.',
    adviceEs: 'Son más de las que puede haber.',
  },
  'order.doubled-ids': {
    kind: 'rejected',
    en: "Another order or line of the store has the same id as this order, its refund or a line of theirs: the store's tables have lost their keys.",
    es: 'Otro pedido u otra línea de la tienda tiene el mismo número que este pedido, su reembolso o una línea de ellos: las tablas de la tienda perdieron sus claves.',
    adviceEn:
      'An import lost the keys of the tables, and the id is 0, as a rule: what belongs to which is unknown.',
    adviceEs:
      'Una importación perdió las claves de las tablas y el número suele ser 0: no se sabe qué pertenece a qué.',
  },
  'php-value.malformed': {
    kind: 'rejected',
    en: 'A serialised value is damaged.',
    es: 'Un valor serializado está dañado.',
    adviceEn: 'It is a value of WordPress.',
    adviceEs: 'Es un valor de WordPress.',
  },
  'php-value.object': {
    kind: 'rejected',
    en: 'A serialised value holds an object, which is never read.',
    es: 'Un valor serializado contiene un objeto, y Taquilla nunca los lee.',
    adviceEn: 'No ticket plugin writes that.',
    adviceEs: 'Ningún plugin de entradas escribe eso.',
  },
  'php-value.too-deep': {
    kind: 'rejected',
    en: 'A serialised value is nested too deeply.',
    es: 'Un valor serializado está anidado en exceso.',
    adviceEn: 'No ticket plugin writes that.',
    adviceEs: 'Ningún plugin de entradas escribe eso.',
  },
  'php-value.too-large': {
    kind: 'rejected',
    en: 'A serialised value is larger than any real one.',
    es: 'Un valor serializado es demasiado grande para ser real.',
    adviceEn: 'No ticket plugin writes that.',
    adviceEs: 'Ningún plugin de entradas escribe eso.',
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;

/** Errors of executions, and of the configurations and conflicts that they concern. */
export const EXECUTION_ERRORS = {
  'execution.stopped': {
    kind: 'aborted',
    en: 'Stopped on request.',
    es: 'Se detuvo porque alguien lo pidió.',
    adviceEn: 'It was Ctrl-C, SIGTERM, or somebody cancelled it.',
    adviceEs: 'Fue Ctrl-C, SIGTERM o alguien la canceló.',
  },
  'execution.already-running': {
    kind: 'conflict',
    en: 'This configuration is being synced already.',
    es: 'Esta configuración ya se está sincronizando.',
    adviceEn: 'Wait for the end of that execution.',
    adviceEs: 'Espere a que termine esa ejecución.',
  },
  'execution.lease-lost': {
    kind: 'conflict',
    en: 'Another process has taken this execution over.',
    es: 'Otro proceso tomó esta ejecución.',
    adviceEn: 'This process was silent for so long that another one took over.',
    adviceEs: 'Este proceso no dio señales durante tanto tiempo que otro lo relevó.',
  },
  'execution.worker-lost': {
    kind: 'bug',
    en: 'The process that ran this execution vanished.',
    es: 'El proceso que la ejecutaba desapareció.',
    adviceEn:
      "This happened each time for the command line, and four times in a row for a worker. Look at the worker's memory limit and its log.",
    adviceEs:
      'Con la línea de comandos basta una vez; con un worker ocurrió cuatro veces seguidas. Revise el límite de memoria del worker y su registro.',
  },
  'execution.no-slot': {
    kind: 'conflict',
    en: 'This store is read by as many executions as its credentials allow.',
    es: 'Esta tienda ya tiene el máximo de ejecuciones simultáneas que permiten sus credenciales.',
    adviceEn: 'Wait, or raise `max_concurrent_syncs`.',
    adviceEs: 'Espere, o suba `max_concurrent_syncs`.',
  },
  'execution.orders-not-of-event': {
    kind: 'missing',
    en: 'The store has nothing of this event under the named orders.',
    es: 'La tienda no tiene nada de este evento en los pedidos indicados.',
    adviceEn:
      'Name orders by the ids of WooCommerce, not by the numbers that a plugin shows. An order must hold a product of the event or a ticket of it.',
    adviceEs:
      'Indique los pedidos por su id de WooCommerce, no por el número que muestra un plugin. Un pedido debe tener un producto del evento o una entrada suya.',
  },
  'order.no-configuration': {
    kind: 'conflict',
    en: 'The configuration of this event was deleted, so nothing reads its orders from the store.',
    es: 'La configuración de este evento se eliminó, por lo que nada lee sus pedidos de la tienda.',
    adviceEn: 'Configure the product again: the new configuration adopts the event.',
    adviceEs: 'Configure el producto de nuevo: la nueva configuración adopta el evento.',
  },
  'execution.none': {
    kind: 'missing',
    en: 'There is no such execution.',
    es: 'No existe esa ejecución.',
  },
  'execution.was-over': {
    kind: 'conflict',
    en: 'This execution is over already.',
    es: 'Esta ejecución ya terminó.',
    adviceEn: 'There is nothing left to cancel.',
    adviceEs: 'Ya no queda nada que cancelar.',
  },
  'execution.not-over': {
    kind: 'conflict',
    en: 'This execution is not over yet.',
    es: 'Esta ejecución aún no ha terminado.',
    adviceEn: 'It waits for its turn; there is nothing to try again yet.',
    adviceEs: 'Espera su turno; todavía no hay nada que intentar de nuevo.',
  },
  'configuration.none': {
    kind: 'missing',
    en: 'There is no such configuration.',
    es: 'No existe esa configuración.',
  },
  'configuration.disabled': {
    kind: 'conflict',
    en: 'This configuration is disabled. Enable it first.',
    es: 'Esta configuración está desactivada. Actívela primero.',
    adviceEn: 'Enable the configuration first.',
    adviceEs: 'Active antes la configuración.',
  },
  'configuration.exists': {
    kind: 'conflict',
    en: 'This product is already configured for this organizer, as “{eventName}” (configuration {configurationId}).',
    es: 'Este producto ya está configurado para este organizador, como «{eventName}» (configuración {configurationId}).',
    adviceEn: 'Use that configuration, or delete it first.',
    adviceEs: 'Use esa configuración, o elimínela antes.',
  },
  'configuration.product-and-variation': {
    kind: 'conflict',
    en: 'The organizer already has this product or a variation of it, as “{eventName}” (configuration {configurationId}): both together would count the same orders twice.',
    es: 'El organizador ya tiene este producto o una de sus variaciones, como «{eventName}» (configuración {configurationId}): juntos contarían dos veces los mismos pedidos.',
    adviceEn: 'Keep one of them.',
    adviceEs: 'Conserve una de ellas.',
  },
  'configuration.another-organizer': {
    kind: 'conflict',
    en: 'This product is already configured for {organizerEmail}, as “{eventName}” (configuration {configurationId}). To give it to another organizer as well, switch on “Also for another organizer” in the panel (under “Other rules”), or pass another_organizer.',
    es: 'Este producto ya está configurado para {organizerEmail}, como «{eventName}» (configuración {configurationId}). Para que otro organizador también lo tenga, active «También para otro organizador» en el panel (en «Otras reglas») o indique another_organizer.',
    adviceEn:
      'If this organizer is to have it as well: `--another-organizer`, or `"another_organizer": true` in the API.',
    adviceEs:
      'Si este organizador también debe tenerlo: `--another-organizer`, o `"another_organizer": true` en la API.',
  },
  'configuration.wrong-status': {
    kind: 'conflict',
    en: 'The status of the configuration does not allow this.',
    es: 'El estado de la configuración no lo permite.',
    adviceEn: 'The sentence says in which states this can be asked for.',
    adviceEs: 'La frase dice en qué estados se puede pedir.',
  },
  'configuration.running': {
    kind: 'conflict',
    en: 'This configuration is being synced: cancel the execution, or wait for its end.',
    es: 'Esta configuración se está sincronizando: cancele la ejecución o espere a que termine.',
    adviceEn: 'Cancel the execution that `instance` names, or wait for its end.',
    adviceEs: 'Cancele la ejecución que nombra `instance`, o espere a que termine.',
  },
  'conflict.none': {
    kind: 'missing',
    en: 'There is no such conflict.',
    es: 'No existe ese conflicto.',
    adviceEn: 'A conflict about a person whom the store erased is erased with them.',
    adviceEs: 'Un conflicto sobre una persona que la tienda borró se borra con ella.',
  },
  'conflict.not-offered': {
    kind: 'conflict',
    en: 'This decision would change nothing. The field "decisions" of the conflict lists those that it offers.',
    es: 'Esta decisión no cambiaría nada. El campo «decisions» del conflicto indica las que ofrece.',
    adviceEn:
      '`decisions` lists those that the conflict offers; a case of somebody let in is acknowledged with a note.',
    adviceEs:
      '`decisions` indica las que ofrece el conflicto; un caso de alguien que ya ingresó se reconoce con una nota.',
  },
  'conflict.settled': {
    kind: 'conflict',
    en: 'This conflict was settled the other way already.',
    es: 'Este conflicto ya se resolvió con otra decisión.',
    adviceEn: 'Edit the row itself.',
    adviceEs: 'Edite la propia fila.',
  },
  'edit.changed-meanwhile': {
    kind: 'conflict',
    en: 'These fields were changed meanwhile: {names}. Look at them and save again.',
    es: 'Estos campos cambiaron entretanto: {names}. Revíselos y guarde de nuevo.',
    adviceEn:
      'Somebody else, or a sync, changed the row after you read it: `changed` has the current values. Read the row and send the change again.',
    adviceEs:
      'Otra persona, o una sincronización, cambió la fila después de que usted la leyó: `changed` tiene los valores actuales. Lea la fila y envíe el cambio de nuevo.',
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;
