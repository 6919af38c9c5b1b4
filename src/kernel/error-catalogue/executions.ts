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
    adviceEn: 'The currency is not one of ISO 4217: correct the order in the store.',
    adviceEs: 'La moneda no es una de ISO 4217: corrija el pedido en la tienda.',
  },
  'order.quantity-not-whole': {
    kind: 'rejected',
    en: 'A line has a quantity that is not a whole number.',
    es: 'Una línea tiene una cantidad que no es un número entero.',
    adviceEn: 'There are no half tickets: correct the quantity of the line in the store.',
    adviceEs: 'No hay medias entradas: corrija la cantidad de la línea en la tienda.',
  },
  'order.quantity-absurd': {
    kind: 'rejected',
    en: 'A line has more units than anyone buys.',
    es: 'Una línea tiene una cantidad demasiado grande para ser real.',
    adviceEn: 'No order has so many tickets: correct the quantity of the line in the store.',
    adviceEs: 'Ningún pedido tiene tantas entradas: corrija la cantidad de la línea en la tienda.',
  },
  'order.doubled-ids': {
    kind: 'rejected',
    en: "Another order or line of the store has the same id as this order, its refund or a line of theirs: the store's tables have lost their keys.",
    es: 'Otro pedido u otra línea de la tienda tiene el mismo número que este pedido, su reembolso o una línea de ellos: las tablas de la tienda perdieron sus claves.',
    adviceEn:
      "An import lost the keys of the store's tables, so several rows share one id, mostly 0. Taquilla cannot tell which rows belong together: restore the keys in the store.",
    adviceEs:
      'Una importación perdió las claves de las tablas de la tienda, y varias filas comparten un número, casi siempre el 0. Taquilla no puede saber qué filas van juntas: restaure las claves en la tienda.',
  },
  'php-value.malformed': {
    kind: 'rejected',
    en: 'A serialised value is damaged.',
    es: 'Un valor serializado está dañado.',
    adviceEn:
      'WordPress stores lists as serialised PHP text, and this text is damaged: save the value again in the store.',
    adviceEs:
      'WordPress guarda las listas como texto serializado de PHP, y este texto está dañado: guarde el valor de nuevo en la tienda.',
  },
  'php-value.object': {
    kind: 'rejected',
    en: 'A serialised value holds an object, which is never read.',
    es: 'Un valor serializado contiene un objeto, y Taquilla nunca los lee.',
    adviceEn: 'No ticket plugin writes objects: find out in the store what wrote this value.',
    adviceEs: 'Ningún plugin de entradas escribe objetos: averigüe en la tienda qué escribió este valor.',
  },
  'php-value.too-deep': {
    kind: 'rejected',
    en: 'A serialised value is nested too deeply.',
    es: 'Un valor serializado está anidado en exceso.',
    adviceEn: 'No ticket plugin nests values so deeply: find out in the store what wrote this value.',
    adviceEs:
      'Ningún plugin de entradas anida tanto los valores: averigüe en la tienda qué escribió este valor.',
  },
  'php-value.too-large': {
    kind: 'rejected',
    en: 'A serialised value is larger than any real one.',
    es: 'Un valor serializado es demasiado grande para ser real.',
    adviceEn: 'No ticket plugin writes values of this size: find out in the store what wrote this value.',
    adviceEs:
      'Ningún plugin de entradas escribe valores de este tamaño: averigüe en la tienda qué escribió este valor.',
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;

/** Errors of executions, and of the configurations and conflicts that they concern. */
export const EXECUTION_ERRORS = {
  'execution.stopped': {
    kind: 'aborted',
    en: 'Stopped on request.',
    es: 'Se detuvo porque alguien lo pidió.',
    adviceEn: 'Somebody pressed Ctrl-C, the process received SIGTERM, or the execution was cancelled.',
    adviceEs: 'Alguien pulsó Ctrl-C, el proceso recibió SIGTERM o se canceló la ejecución.',
  },
  'execution.already-running': {
    kind: 'conflict',
    en: 'This configuration is being synced already.',
    es: 'Esta configuración ya se está sincronizando.',
    adviceEn: 'Wait until that execution ends.',
    adviceEs: 'Espere a que termine esa ejecución.',
  },
  'execution.lease-lost': {
    kind: 'conflict',
    en: 'Another process has taken this execution over.',
    es: 'Otro proceso tomó esta ejecución.',
    adviceEn: 'This process gave no sign of life for so long that another process took the execution over.',
    adviceEs: 'Este proceso no dio señales durante tanto tiempo que otro tomó la ejecución.',
  },
  'execution.worker-lost': {
    kind: 'bug',
    en: 'The process that ran this execution vanished.',
    es: 'El proceso que la ejecutaba desapareció.',
    adviceEn:
      "An execution of the command line ends like this at once. An execution in a worker is tried again and ends like this after the fourth time in a row. Check the worker's memory limit and its log.",
    adviceEs:
      'Una ejecución de la línea de comandos termina así la primera vez. Una de un worker se intenta de nuevo y termina así a la cuarta vez seguida. Revise el límite de memoria del worker y su registro.',
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
  'reject.none': {
    kind: 'missing',
    en: 'There is no such reject.',
    es: 'No existe ese rechazo.',
  },
  'reject.settled': {
    kind: 'conflict',
    en: 'This row was read, or is gone: nothing is left to do.',
    es: 'Esta fila ya se leyó, o ya no existe: no queda nada por hacer.',
  },
  'reject.nothing-open': {
    kind: 'conflict',
    en: 'This configuration has no open reject.',
    es: 'Esta configuración no tiene rechazos abiertos.',
  },
  'preview.none': {
    kind: 'missing',
    en: 'There is no such preview.',
    es: 'No existe esa vista previa.',
  },
  'preview.never-synced': {
    kind: 'conflict',
    en: 'This event was never synced, so there is nothing to compare with.',
    es: 'Este evento nunca se ha sincronizado, así que no hay con qué comparar.',
    adviceEn: 'Sync it once. A first sync writes everything that the store has of the event.',
    adviceEs:
      'Sincronícelo una vez. La primera sincronización escribe todo lo que la tienda tiene del evento.',
  },
  'preview.moved': {
    kind: 'conflict',
    en: 'Something else would change than the preview showed, so nothing was written.',
    es: 'Cambiaría algo distinto de lo que mostró la vista previa, así que no se escribió nada.',
    adviceEn:
      'The store, the backend or the settings have changed since the preview. Make a new preview and look at the named rows. If the preview had settings that were not saved, save them first.',
    adviceEs:
      'La tienda, el backend o los ajustes cambiaron desde la vista previa. Haga otra y revise las filas indicadas. Si la vista previa tenía ajustes sin guardar, guárdelos antes.',
  },
  'removals.none': {
    kind: 'missing',
    en: 'There is no such list of held removals.',
    es: 'No existe esa lista de eliminaciones retenidas.',
  },
  'removals.list-changed': {
    kind: 'conflict',
    en: 'This list has changed since it was shown, so nothing was decided: look at the present one.',
    es: 'Esta lista cambió desde que se mostró, así que no se decidió nada: vea la actual.',
    adviceEn: 'A later execution found other rows. Open the list that waits now, and decide about that one.',
    adviceEs:
      'Una ejecución posterior encontró otras filas. Abra la lista que espera ahora y decida sobre ella.',
  },
  'removals.decided': {
    kind: 'conflict',
    en: 'Somebody has already decided about this list.',
    es: 'Alguien ya decidió sobre esta lista.',
    adviceEn: 'Open the list to see who decided, and how. A rejected list can still be approved.',
    adviceEs: 'Abra la lista para ver quién decidió y cómo. Una lista rechazada aún se puede aprobar.',
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
    adviceEn: 'The execution is still waiting for its turn: only one that has ended can be tried again.',
    adviceEs: 'La ejecución aún espera su turno: solo se puede intentar de nuevo una que terminó.',
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
    adviceEn: 'Enable it first.',
    adviceEs: 'Active antes la configuración.',
  },
  'configuration.exists': {
    kind: 'conflict',
    en: 'This product is already configured for this organizer, as “{eventName}” (configuration {configurationId}).',
    es: 'Este producto ya está configurado para este organizador, como «{eventName}» (configuración {configurationId}).',
    adviceEn: 'Use that configuration, or delete it first.',
    adviceEs: 'Use esa configuración, o elimínela antes.',
  },
  'configuration.money-changes': {
    kind: 'conflict',
    en: "With these settings the organizer's amount changes by more than 5 %: {change}. Confirm the change if it is meant.",
    es: 'Con estos ajustes el monto del organizador cambia en más de un 5 %: {change}. Confirme el cambio si es intencional.',
    adviceEn:
      'Check the fee and the meanings of statuses. If they are right, confirm the change in the panel, with `confirm_money_change` in the API, or with `--confirm-money-change`.',
    adviceEs:
      'Revise la comisión y los significados de los estados. Si son correctos, confirme el cambio en el panel, con `confirm_money_change` en la API o con `--confirm-money-change`.',
  },
  'configuration.product-and-variation': {
    kind: 'conflict',
    en: 'The organizer already has this product or a variation of it, as “{eventName}” (configuration {configurationId}): both together would count the same orders twice.',
    es: 'El organizador ya tiene este producto o una de sus variaciones, como «{eventName}» (configuración {configurationId}): juntos contarían dos veces los mismos pedidos.',
    adviceEn: 'Keep only one of the two configurations.',
    adviceEs: 'Conserve solo una de las dos configuraciones.',
  },
  'configuration.another-organizer': {
    kind: 'conflict',
    en: 'This product is already configured for {organizerEmail}, as “{eventName}” (configuration {configurationId}). To give it to another organizer as well, switch on “Also for another organizer” in the panel (under “Other rules”), or pass another_organizer.',
    es: 'Este producto ya está configurado para {organizerEmail}, como «{eventName}» (configuración {configurationId}). Para que otro organizador también lo tenga, active «También para otro organizador» en el panel (en «Otras reglas») o indique another_organizer.',
    adviceEn:
      'If this organizer is to have the product as well, use `--another-organizer`, or `"another_organizer": true` in the API.',
    adviceEs:
      'Si este organizador también debe tener el producto, use `--another-organizer`, o `"another_organizer": true` en la API.',
  },
  'configuration.wrong-status': {
    kind: 'conflict',
    en: 'The status of the configuration does not allow this.',
    es: 'El estado de la configuración no lo permite.',
    adviceEn: 'The message names the statuses in which this is possible.',
    adviceEs: 'El mensaje nombra los estados en los que esto es posible.',
  },
  'configuration.running': {
    kind: 'conflict',
    en: 'This configuration is being synced: cancel the execution, or wait for its end.',
    es: 'Esta configuración se está sincronizando: cancele la ejecución o espere a que termine.',
    adviceEn: 'Cancel the execution that `instance` names, or wait until it ends.',
    adviceEs: 'Cancele la ejecución que nombra `instance`, o espere a que termine.',
  },
  'conflict.none': {
    kind: 'missing',
    en: 'There is no such conflict.',
    es: 'No existe ese conflicto.',
    adviceEn: 'When the store erases a person, the conflicts about that person are erased too.',
    adviceEs: 'Cuando la tienda borra los datos de una persona, sus conflictos también se borran.',
  },
  'conflict.not-offered': {
    kind: 'conflict',
    en: 'This decision would change nothing. The field "decisions" of the conflict lists those that it offers.',
    es: 'Esta decisión no cambiaría nada. El campo «decisions» del conflicto indica las que ofrece.',
    adviceEn:
      'Choose one of the decisions that `decisions` lists. If the conflict is about somebody who was already let in, acknowledge it with a note.',
    adviceEs:
      'Elija una de las decisiones que indica `decisions`. Si el conflicto trata de alguien que ya ingresó, ciérrelo con una nota.',
  },
  'conflict.settled': {
    kind: 'conflict',
    en: 'This conflict was settled the other way already.',
    es: 'Este conflicto ya se resolvió con otra decisión.',
    adviceEn: 'To change the result, edit the row itself.',
    adviceEs: 'Para cambiar el resultado, edite la propia fila.',
  },
  'edit.changed-meanwhile': {
    kind: 'conflict',
    en: 'These fields were changed meanwhile: {names}. Look at them and save again.',
    es: 'Estos campos cambiaron entretanto: {names}. Revíselos y guarde de nuevo.',
    adviceEn:
      'Somebody else, or a sync, changed the row after you read it; `changed` has the current values. Read the row and send the change again.',
    adviceEs:
      'Otra persona, o una sincronización, cambió la fila después de que usted la leyó: `changed` tiene los valores actuales. Lea la fila y envíe el cambio de nuevo.',
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;
