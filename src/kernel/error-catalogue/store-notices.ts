import type { Notice } from '../error-kinds.ts';

const NOTICES = {
  'store.auth-unverified': {
    en: 'A set of version 0.1 still sends a readable password to a server with an unconfirmed key. Version 0.3.0 refuses that.',
    es: 'Unas credenciales de la versión 0.1 aún envían una contraseña legible a un servidor con una clave sin confirmar. La versión 0.3.0 lo rechaza.',
    adviceEn:
      'Compare the fingerprint and confirm the key of the server, in the panel or with `{taquilla} credentials test`; or use verified TLS or SSH.',
    adviceEs:
      'Compare la huella y confirme la clave del servidor, en el panel o con `{taquilla} credentials test`; o use TLS verificado o SSH.',
  },
  'store.user-can-write': {
    en: "The database user could change or lock the store's database.",
    es: 'El usuario de la base de datos podría cambiar o bloquear la base de datos de la tienda.',
    adviceEn:
      'Taquilla never writes to the store, but somebody with this password could: give Taquilla a user with nothing but SELECT.',
    adviceEs:
      'Taquilla nunca escribe en la tienda, pero alguien con esta contraseña podría: dé a Taquilla un usuario que solo tenga SELECT.',
  },
  'store.clock-skew': {
    en: "The database's clock and ours differ by more than a minute.",
    es: 'El reloj de la base de datos y el nuestro difieren en más de un minuto.',
    adviceEn: 'Set both clocks by NTP. The times of orders may be wrong by the same difference.',
    adviceEs: 'Ajuste ambos relojes por NTP. Las horas de los pedidos pueden tener la misma diferencia.',
  },
  'store.no-tls': {
    en: 'Data goes over the internet without encryption.',
    es: 'Los datos van por internet sin cifrado.',
    adviceEn: 'Others on the way can read the data of buyers: use TLS, or a transport over SSH.',
    adviceEs: 'Terceros en la red pueden leer datos de los compradores: use TLS o un transporte por SSH.',
  },
  'store.no-events': {
    en: 'The store has no events.',
    es: 'La tienda no tiene eventos.',
    adviceEn:
      'No product has the settings of a ticket plugin, and no product has tickets: check that this is the right store.',
    adviceEs:
      'Ningún producto tiene los ajustes de un plugin de entradas, y ninguno tiene entradas: compruebe que esta es la tienda correcta.',
  },
  'store.product-deleted': {
    en: "The event's product was deleted in the store; the event is archived, and its orders and tickets are kept up to date.",
    es: 'El producto del evento se eliminó en la tienda; el evento queda archivado, y sus pedidos y entradas se mantienen al día.',
  },
  'store.product-trashed': {
    en: "The event's product is in the store's trash; the event is archived, and its orders and tickets are kept up to date.",
    es: 'El producto del evento está en la papelera de la tienda; el evento queda archivado, y sus pedidos y entradas se mantienen al día.',
  },
  'store.latin1-columns': {
    en: 'Text columns of the store have the character set `latin1`: Taquilla reads UTF-8 in them as the site shows it, and leaves any other text as it is; see [credentials.md](credentials.md#text-of-old-stores).',
    es: 'Columnas de texto de la tienda tienen el juego de caracteres `latin1`: Taquilla lee en ellas UTF-8 como lo muestra el sitio, y deja como está cualquier otro texto; vea [credentials.md](../credentials.md#text-of-old-stores) (en inglés).',
  },
  'store.myisam-tables': {
    en: 'Some tables are not InnoDB: changes while a sync reads may show up only in the next one.',
    es: 'Algunas tablas no son InnoDB: los cambios que ocurren durante la lectura pueden aparecer recién en la próxima sincronización.',
  },
  'store.no-primary-key': {
    en: 'Some tables have lost their primary key, for example in an import that stopped half-way, and new rows have the id 0. Metas are distinguished by what they belong to and by their names, check-ins by their ticket, day, state and time; orders and lines whose ids are doubled are rejected (`order.doubled-ids`). Where new posts, orders, metas, check-ins, notes or actions cannot be found by their ids, every execution sweeps. Restore the keys in the store.',
    es: 'Algunas tablas perdieron su clave primaria, por ejemplo en una importación que se detuvo a medias, y las filas nuevas tienen el número 0. Los metadatos se distinguen por aquello a lo que pertenecen y por sus nombres; los ingresos, por su entrada, día, estado y hora; los pedidos y líneas con números repetidos se rechazan (`order.doubled-ids`). Donde no se pueden encontrar por su número publicaciones, pedidos, metadatos, ingresos, notas o acciones nuevas, cada ejecución compara todos los resúmenes. Restaure las claves en la tienda.',
  },
  'store.analytics-in-batches': {
    en: 'WooCommerce updates its analytics twice a day (*Analytics → Settings → Updates: Scheduled*), and where orders are posts it keeps no trace of each changed order: every execution sweeps.',
    es: 'WooCommerce actualiza sus estadísticas dos veces al día (*Análisis → Ajustes → Actualizaciones: programadas*), y donde los pedidos son publicaciones no deja señal de cada pedido que cambió: cada ejecución compara todos los resúmenes.',
  },
} as const satisfies Readonly<Record<string, Notice>>;

export type NoticeCode = keyof typeof NOTICES;

/**
 * The notices of a report or a connection test about a store. Nothing fails because of them, so a notice has no
 * kind.
 */
export const STORE_NOTICES: Readonly<Record<NoticeCode, Notice>> = NOTICES;

export function isNoticeCode(text: string): text is NoticeCode {
  return Object.hasOwn(NOTICES, text);
}
