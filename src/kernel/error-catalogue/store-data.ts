import type { ErrorEntry } from '../error-kinds.ts';

/** Errors about the data of a store, and about its identity. */
export const STORE_DATA_ERRORS = {
  'store.not-woocommerce': {
    kind: 'config',
    en: 'This database holds no WooCommerce, or the user sees none of its tables.',
    es: 'Esta base de datos no tiene WooCommerce, o el usuario no ve sus tablas.',
    adviceEn: "Correct the database's name, or grant the user SELECT on all of its tables.",
    adviceEs: 'Corrija el nombre de la base de datos, o dé al usuario SELECT sobre todas sus tablas.',
  },
  'store.several-prefixes': {
    kind: 'config',
    en: 'This database holds several stores: name the prefix of one.',
    es: 'Esta base de datos tiene varias tiendas: indique el prefijo de una.',
    adviceEn:
      "Choose one with its table prefix (`--prefix`), which is `$table_prefix` in the store's `wp-config.php`.",
    adviceEs:
      'Elija una con su prefijo de tablas (`--prefix`), que es `$table_prefix` en el `wp-config.php` de la tienda.',
  },
  'store.no-such-prefix': {
    kind: 'config',
    en: 'There are no tables with this prefix.',
    es: 'No hay tablas con ese prefijo.',
    adviceEn:
      "Correct the prefix (`--prefix`) or leave it out; it is `$table_prefix` in the store's `wp-config.php`.",
    adviceEs:
      'Corrija u omita el prefijo (`--prefix`); es `$table_prefix` en el `wp-config.php` de la tienda.',
  },
  'store.prefix-malformed': {
    kind: 'invalid',
    en: 'A table prefix has letters, digits and _ only.',
    es: 'Un prefijo de tablas solo puede tener letras, dígitos y _.',
    adviceEn: 'Use letters, digits and `_` only.',
    adviceEs: 'Use solo letras, dígitos y `_`.',
  },
  'store.incomplete-layout': {
    kind: 'config',
    en: 'Tables of the store are missing, or hidden from this user.',
    es: 'Faltan tablas de la tienda, o el usuario no las ve.',
    adviceEn: 'Grant SELECT on all tables of the database.',
    adviceEs: 'Dé SELECT sobre todas las tablas de la base de datos.',
  },
  'store.unknown-schema': {
    kind: 'config',
    en: 'The tables of this store are not those that WooCommerce has today.',
    es: 'Las tablas de esta tienda no son las de una versión actual de WooCommerce.',
    adviceEn: "Run WooCommerce's database update, or update WooCommerce.",
    adviceEs: 'Ejecute la actualización de la base de datos de WooCommerce, o actualice WooCommerce.',
  },
  'store.order-without-id': {
    kind: 'config',
    en: "An order of the event has the id 0: the store's database lost its keys in an import. Restore them first.",
    es: 'Un pedido del evento tiene el número 0: la base de datos de la tienda perdió sus claves en una importación. Restáurelas primero.',
    adviceEn:
      "The order cannot be distinguished from another one, because the import lost AUTO_INCREMENT of the store's tables. Restore the keys of the store's tables, and give the order an id.",
    adviceEs:
      'El pedido no se puede distinguir de otro, porque la importación perdió AUTO_INCREMENT de las tablas de la tienda. Restaure las claves de esas tablas y dé un número al pedido.',
  },
  'store.half-migrated': {
    kind: 'config',
    en: "The store has not finished its move to WooCommerce's order tables.",
    es: 'La tienda no ha terminado de pasar a las tablas de pedidos de WooCommerce.',
    adviceEn:
      'Somebody started the move and did not finish it: finish it in WooCommerce under Settings → Advanced → Features.',
    adviceEs:
      'Alguien empezó el cambio y no lo terminó: termínelo en WooCommerce, en Ajustes → Avanzado → Características.',
  },
  'store.no-snapshot': {
    kind: 'config',
    en: "The store's server grants no consistent view (REPEATABLE READ).",
    es: 'El servidor de la tienda no permite una vista coherente (REPEATABLE READ).',
    adviceEn: 'Ask the provider to allow REPEATABLE READ transactions.',
    adviceEs: 'Pida al proveedor que permita transacciones REPEATABLE READ.',
  },
  'store.no-such-product': {
    kind: 'missing',
    en: 'The store has no such product.',
    es: 'La tienda no tiene ese producto.',
    adviceEn: 'Look the product up with `{taquilla} products`.',
    adviceEs: 'Busque el producto con `{taquilla} products`.',
  },
  'store.address-changed': {
    kind: 'config',
    en: 'The same store answers at another address: somebody has to confirm it.',
    es: 'La misma tienda responde en otra dirección: alguien tiene que confirmarla.',
    adviceEn:
      "The store has a new address or a new table prefix: confirm it once, with `{taquilla} stores confirm` or in the panel. See [The store's address changed](operations/store-moved.md).",
    adviceEs:
      'La tienda tiene una dirección nueva o un prefijo de tablas nuevo: confírmelo una vez, con `{taquilla} stores confirm` o en el panel. Vea [Cambió la dirección de la tienda](operations/store-moved.md).',
  },
  'store.other-store': {
    kind: 'config',
    en: 'Another store answers than the one of this configuration.',
    es: 'Responde una tienda distinta de la de esta configuración.',
    adviceEn:
      'The store differs from the one for which the configuration was made, or somebody answered that it is another one: correct the credentials.',
    adviceEs:
      'La tienda difiere de aquella para la que se hizo la configuración, o alguien respondió que es otra: corrija las credenciales.',
  },
  'store.product-changed': {
    kind: 'config',
    en: 'The product has another creation date than before: somebody has to confirm it.',
    es: 'La fecha de creación del producto cambió: alguien tiene que confirmar que es el mismo.',
    adviceEn:
      'The store is the right one, but the creation date of the product differs from the known one: confirm that it is the same event.',
    adviceEs:
      'La tienda es la correcta, pero la fecha de creación del producto no es la conocida: confirme que es el mismo evento.',
  },
  'store.older-copy': {
    kind: 'config',
    en: 'At the new address orders or edits are missing: it is a copy or an older backup.',
    es: 'En la dirección nueva faltan pedidos o cambios: es una copia de la tienda o una copia de seguridad antigua.',
    adviceEn:
      'Taquilla has orders or edits that are missing there, so the address cannot be confirmed. Change the credentials so that they lead to the real store.',
    adviceEs:
      'Taquilla tiene pedidos o cambios que allí faltan, por lo que la dirección no se puede confirmar. Cambie las credenciales para que lleven a la tienda real.',
  },
  'store.older-state': {
    kind: 'config',
    en: 'The store went back in time: orders or edits that were read are missing.',
    es: 'La tienda volvió a un estado anterior: faltan pedidos o cambios que ya se habían leído.',
    adviceEn:
      'The most frequent cause is a restored backup: bring the newer data back, or confirm that the older data are right.',
    adviceEs:
      'La causa más frecuente es una copia de seguridad restaurada: recupere los datos más nuevos, o confirme que los antiguos son correctos.',
  },
  'store.not-as-shown': {
    kind: 'conflict',
    en: 'The store no longer answers as it was shown: compare it again.',
    es: 'La respuesta de la tienda ya no es la que se mostró: compárela de nuevo.',
    adviceEn: 'Compare the store again.',
    adviceEs: 'Compare la tienda de nuevo.',
  },
  'store.nothing-to-confirm': {
    kind: 'conflict',
    en: 'The store answers at the known address: there is nothing to confirm.',
    es: 'La tienda responde en la dirección conocida: no hay nada que confirmar.',
    adviceEn: 'Nothing needs to be done: the store answers at its known address.',
    adviceEs: 'No hay que hacer nada: la tienda responde en su dirección conocida.',
  },
  'sync.removal-brake': {
    kind: 'config',
    en: 'This sync would cancel or remove too many valid tickets. They stay as they are; orders, money and refunds were written.',
    es: 'Esta sincronización anularía o retiraría demasiadas entradas válidas. Esas entradas no cambiaron; los pedidos, el dinero y los reembolsos sí se guardaron.',
    adviceEn:
      'Executions of versions before 0.2 ended like this. Sync again: the removals are then held as a list, which a person approves or rejects.',
    adviceEs:
      'Así terminaban las ejecuciones de versiones anteriores a 0.2. Sincronice de nuevo: las eliminaciones quedan retenidas en una lista, que una persona aprueba o rechaza.',
  },
  'store.statement-not-readable': {
    kind: 'bug',
    en: 'A statement cannot be sent over a remote client.',
    es: 'Una consulta no se puede enviar por un cliente remoto.',
    adviceEn: 'Please report it.',
    adviceEs: 'Por favor, comuníquelo.',
  },
  'store.id-out-of-range': {
    kind: 'bug',
    en: 'The store has an id that no store has.',
    es: 'La tienda tiene un número imposible.',
    adviceEn: 'Please report it.',
    adviceEs: 'Por favor, comuníquelo.',
  },
  'store.no-answer': {
    kind: 'bug',
    en: "The store's database answered nothing where one row is certain.",
    es: 'La base de datos de la tienda no respondió nada donde debía haber una fila.',
    adviceEn: 'Please report it.',
    adviceEs: 'Por favor, comuníquelo.',
  },
  'store.no-clock': {
    kind: 'bug',
    en: "The store's database gave no time.",
    es: 'La base de datos de la tienda no dio la hora.',
    adviceEn: 'Please report it.',
    adviceEs: 'Por favor, comuníquelo.',
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;
