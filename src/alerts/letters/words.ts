import type { Incident } from '../../backend/incidents/find-incidents.ts';
import { REFUSED_FROM_VERSION } from '../../kernel/addresses/unverified-auth.ts';
import type { AlertKind } from '../../vocabulary/alerts.ts';
import type { Language } from '../../vocabulary/people.ts';

interface KindWords {
  /** A subject, with the store's or the event's name in place of `%`. */
  readonly opened: string;
  readonly recovered: string;
  readonly happened: string;
  readonly todo: string;
  readonly over: string;
}

export interface Words {
  readonly kinds: Readonly<Record<AlertKind, KindWords>>;
  readonly whatHappened: string;
  readonly since: string;
  readonly until: string;
  readonly concerned: string;
  readonly more: string;
  readonly whatToDo: string;
  readonly nothingToDo: string;
  readonly server: string;
  readonly code: string;
  readonly guide: string;
  readonly link: string;
  readonly signature: string;
  readonly several: string;
  readonly test: { readonly title: string; readonly happened: string };
}

const ENGLISH: Words = {
  kinds: {
    store_unreachable: {
      opened: 'Store out of reach: %',
      recovered: 'Store in reach again: %',
      happened:
        'The store’s database cannot be reached. Its events are not synced; Taquilla tries again every 15 minutes and resumes by itself.',
      todo: 'Check that the store and its database are running, that no firewall or SSH tunnel blocks the connection, and that the host and the port are right.',
      over: 'The store’s database answers again. Waiting syncs are running now.',
    },
    credentials_failing: {
      opened: 'Store cannot be read: %',
      recovered: 'Store can be read again: %',
      happened:
        'The store answers, but Taquilla cannot read it with these credentials. None of its events is synced.',
      todo: 'Correct the credentials in the panel and test them. Trying again without a change will not help.',
      over: 'Taquilla can read the store again.',
    },
    test_failed: {
      opened: 'Connection test failed: %',
      recovered: 'Connection test passed again: %',
      happened:
        'The daily test of the connection to this store failed. Syncs continue; if one fails, you receive a separate message.',
      todo: 'Test the credentials in the panel: the test says at which step it fails.',
      over: 'A connection test or a sync of this store succeeded.',
    },
    sync_failed: {
      opened: 'Sync failed: %',
      recovered: 'Sync works again: %',
      happened: 'A sync failed, even after retries. Earlier data stays as it was.',
      todo: 'Open the execution: its log says at which step it failed. The meaning of the code is in the documentation.',
      over: 'The sync works again.',
    },
    proof_unverified: {
      opened: 'Both sides differ: %',
      recovered: 'Both sides agree again: %',
      happened: 'A sync finished, but its proof found figures that differ between the store and the backend.',
      todo: 'Open the execution and look at its proof, which shows each figure on both sides. Do not pay out based on these figures until they agree.',
      over: 'The proof found that both sides agree.',
    },
    sync_stale: {
      opened: 'Not synced for too long: %',
      recovered: 'Synced again: %',
      happened:
        'No sync has succeeded for three times the planned interval, although none has failed for good.',
      todo: 'Check that a worker and the scheduler are running, and whether executions are waiting for a free slot of this store.',
      over: 'A sync succeeded.',
    },
    password_unprotected: {
      opened: 'Unprotected database password: %',
      recovered: 'Database password protected: %',
      happened: `The database of this store asks for the password in a form that it can read, and nothing proves which server answers: there is no verified TLS, no SSH and no confirmed server key. Another machine at this address could read the password. Syncs still run; from version ${REFUSED_FROM_VERSION} on Taquilla refuses this connection.`,
      todo: 'Open the credentials in the panel, test the connection and confirm the key of the server, or set TLS to “Encrypt and check the certificate”, or use SSH.',
      over: 'The password now goes only to a server that has proved its identity.',
    },
    sign_ins_failing: {
      opened: 'Many sign-ins fail',
      recovered: 'Failed sign-ins are back to normal',
      happened:
        'Within 15 minutes, 100 or more sign-ins failed, or sign-ins of 20 or more accounts. Somebody is probably guessing passwords, or a program is using an old one. Taquilla slows the attempts down and locks no account.',
      todo: 'Open the audit log in the panel and filter it by failed sign-ins to see accounts and addresses. If there are only a few addresses, block them at your proxy or firewall.',
      over: 'Fewer than 50 sign-ins failed within the last 15 minutes, for fewer than 10 accounts.',
    },
    clock_skewed: {
      opened: 'The clock of a machine is wrong',
      recovered: 'The clock of a machine is right again',
      happened:
        'The clocks of a machine of Taquilla and of PostgreSQL differ by more than 30 seconds. Taquilla uses PostgreSQL’s clock, so nothing runs late. However, certificates are checked, and log entries dated, by the machine’s own clock.',
      todo: 'Synchronize both machines with one time source (NTP). If several machines differ by the same amount, the clock of PostgreSQL is the wrong one.',
      over: 'The clocks differ by less than 10 seconds, or no process runs on that machine any longer.',
    },
    webhooks_silent: {
      opened: 'Webhooks of a store have become silent: %',
      recovered: 'Webhooks of a store work again: %',
      happened:
        'Syncs find new orders that no webhook of WooCommerce announced. Nothing is lost: syncs go on as planned, but changes reach Taquilla only with the next one.',
      todo: 'Open the webhooks of the store in WooCommerce (Settings, Advanced, Webhooks). Activate those that are disabled, compare their address and secret with those in Taquilla, and check that the site’s cron runs.',
      over: 'A delivery about an order arrived, or the webhooks are no longer set up.',
    },
    removals_held: {
      opened: 'Removals held: %',
      recovered: 'No removals held any more: %',
      happened:
        'A sync found many valid tickets that the store no longer has, or that it made invalid. They stay valid and their holders can enter until a person decides. Orders, money, refunds and new tickets are written.',
      todo: 'Open the list in the panel: it shows which orders and tickets are held, and why. If the store is right, approve the list. If it is not, reject the list and repair the store.',
      over: 'Somebody decided about the list, the store has these rows again, or the limit was raised.',
    },
    many_refunds: {
      opened: 'Many refunds: %',
      recovered: 'Refunds are back to normal: %',
      happened:
        'Within 24 hours, the store refunded more tickets of this event than the removal guard would let pass. Refunds are never held: these tickets no longer open the gate.',
      todo: 'Check in the store whether these refunds are meant, for example because the event was cancelled. If so, nothing needs to be done.',
      over: 'Fewer tickets were refunded within the last 24 hours.',
    },
  },
  whatHappened: 'What happened',
  since: 'Since',
  until: 'Over since',
  concerned: 'Affected events',
  more: 'and % more',
  whatToDo: 'What to do',
  nothingToDo: 'Nothing needs to be done.',
  server: 'Server',
  code: 'Error code',
  guide: 'Step by step',
  link: 'Open in Taquilla',
  signature: 'Taquilla sends one message when something goes wrong and one when it is over.',
  several: '% events',
  test: {
    title: 'Test message',
    happened: 'Nothing is wrong. A superuser sent this message to check that alerts arrive here.',
  },
};

const SPANISH: Words = {
  kinds: {
    store_unreachable: {
      opened: 'Tienda sin conexión: %',
      recovered: 'La conexión con la tienda volvió: %',
      happened:
        'No se puede conectar con la base de datos de la tienda. Sus eventos no se sincronizan; Taquilla reintenta cada 15 minutos y continúa sola.',
      todo: 'Compruebe que la tienda y su base de datos funcionan, que ningún cortafuegos ni túnel SSH bloquea la conexión, y que el host y el puerto son correctos.',
      over: 'La base de datos de la tienda responde de nuevo. Las sincronizaciones que esperaban ya continúan.',
    },
    credentials_failing: {
      opened: 'No se puede leer la tienda: %',
      recovered: 'La tienda se puede leer de nuevo: %',
      happened:
        'La tienda responde, pero Taquilla no puede leerla con estas credenciales. Ninguno de sus eventos se sincroniza.',
      todo: 'Corrija las credenciales en el panel y pruébelas. Reintentar sin cambios no ayudará.',
      over: 'Taquilla puede leer la tienda de nuevo.',
    },
    test_failed: {
      opened: 'Falló la prueba de conexión: %',
      recovered: 'La prueba de conexión funcionó de nuevo: %',
      happened:
        'Falló la prueba diaria de la conexión con esta tienda. Las sincronizaciones continúan; si una falla, llega un mensaje aparte.',
      todo: 'Pruebe las credenciales en el panel: la prueba dice en qué paso falla.',
      over: 'Una prueba de conexión o una sincronización de esta tienda funcionó.',
    },
    sync_failed: {
      opened: 'Falló la sincronización: %',
      recovered: 'La sincronización funciona de nuevo: %',
      happened:
        'Una sincronización falló, incluso después de reintentarla. Los datos anteriores quedan como estaban.',
      todo: 'Abra la ejecución: su registro dice en qué paso falló. El significado del código está en la documentación.',
      over: 'La sincronización funciona de nuevo.',
    },
    proof_unverified: {
      opened: 'Los dos lados difieren: %',
      recovered: 'Los dos lados coinciden de nuevo: %',
      happened:
        'Una sincronización terminó, pero la verificación encontró cifras distintas en la tienda y en el sistema de entradas.',
      todo: 'Abra la ejecución y revise su verificación, que muestra cada cifra en ambos lados. No pague con estas cifras hasta que coincidan.',
      over: 'La verificación encontró que los dos lados coinciden.',
    },
    sync_stale: {
      opened: 'Sin sincronizar desde hace demasiado: %',
      recovered: 'Sincronizado de nuevo: %',
      happened:
        'Durante tres veces el intervalo previsto ninguna sincronización se verificó, aunque ninguna falló definitivamente.',
      todo: 'Compruebe que funcionan un worker y el planificador, y si hay ejecuciones que esperan un cupo libre de esta tienda.',
      over: 'Hubo una sincronización correcta.',
    },
    password_unprotected: {
      opened: 'Contraseña de base de datos sin protección: %',
      recovered: 'Contraseña de base de datos protegida: %',
      happened: `La base de datos de esta tienda pide la contraseña en una forma legible y nada demuestra qué servidor responde: no hay TLS verificado, ni SSH, ni una clave de servidor confirmada. Otra máquina en esa dirección podría leer la contraseña. Las sincronizaciones siguen funcionando; desde la versión ${REFUSED_FROM_VERSION}, Taquilla rechazará esta conexión.`,
      todo: 'Abra las credenciales en el panel, pruebe la conexión y confirme la clave del servidor, o elija «Cifrar y comprobar el certificado» en TLS, o use SSH.',
      over: 'La contraseña ahora llega solo a un servidor que demostró su identidad.',
    },
    sign_ins_failing: {
      opened: 'Fallan muchos inicios de sesión',
      recovered: 'Los inicios de sesión fallidos volvieron a lo normal',
      happened:
        'En 15 minutos fallaron 100 o más inicios de sesión, o los de 20 o más cuentas. Es probable que alguien esté adivinando contraseñas, o que un programa use una antigua. Taquilla hace más lentos los intentos y no bloquea ninguna cuenta.',
      todo: 'Abra la auditoría del panel y filtre los inicios de sesión fallidos: ahí están las cuentas y las direcciones. Si las direcciones son pocas, bloquéelas en su proxy o cortafuegos.',
      over: 'En los últimos 15 minutos fallaron menos de 50 inicios de sesión, de menos de 10 cuentas.',
    },
    clock_skewed: {
      opened: 'El reloj de una máquina tiene mal la hora',
      recovered: 'El reloj de una máquina tiene de nuevo la hora correcta',
      happened:
        'Los relojes de una máquina de Taquilla y de PostgreSQL difieren en más de 30 segundos. Taquilla usa el reloj de PostgreSQL, así que nada se atrasa. Sin embargo, la validez de los certificados y las horas del registro dependen del reloj de cada máquina.',
      todo: 'Sincronice ambas máquinas con una misma fuente de hora (NTP). Si varias máquinas difieren en lo mismo, el reloj incorrecto es el de PostgreSQL.',
      over: 'Los relojes difieren en menos de 10 segundos, o ya no hay procesos en esa máquina.',
    },
    webhooks_silent: {
      opened: 'Los webhooks de una tienda dejaron de llegar: %',
      recovered: 'Los webhooks de una tienda llegan de nuevo: %',
      happened:
        'Las sincronizaciones encuentran pedidos nuevos que ningún webhook de WooCommerce anunció. Nada se pierde: las sincronizaciones continúan como estaban planificadas, pero los cambios llegan a Taquilla solo con la siguiente.',
      todo: 'Abra los webhooks de la tienda en WooCommerce (Ajustes, Avanzado, Webhooks). Active los que estén desactivados, compare su dirección y su secreto con los de Taquilla, y revise que el cron del sitio funcione.',
      over: 'Llegó una entrega sobre un pedido, o los webhooks ya no están configurados.',
    },
    removals_held: {
      opened: 'Eliminaciones retenidas: %',
      recovered: 'Ya no hay eliminaciones retenidas: %',
      happened:
        'Una sincronización encontró muchas entradas válidas que la tienda ya no tiene, o que anuló. Siguen válidas y sus titulares pueden ingresar hasta que una persona decida. Los pedidos, el dinero, los reembolsos y las entradas nuevas sí se guardan.',
      todo: 'Abra la lista en el panel: muestra qué pedidos y entradas están retenidos, y por qué. Si la tienda tiene razón, apruebe la lista. Si no, rechácela y repare la tienda.',
      over: 'Alguien decidió sobre la lista, la tienda tiene de nuevo esas filas o se subió el límite.',
    },
    many_refunds: {
      opened: 'Muchos reembolsos: %',
      recovered: 'Los reembolsos volvieron a la normalidad: %',
      happened:
        'En 24 horas, la tienda reembolsó más entradas de este evento de las que dejaría pasar el límite de eliminación. Los reembolsos nunca se retienen: esas entradas ya no permiten ingresar.',
      todo: 'Revise en la tienda si esos reembolsos son intencionales, por ejemplo porque el evento se canceló. Si es así, no hay que hacer nada.',
      over: 'En las últimas 24 horas se reembolsaron menos entradas.',
    },
  },
  whatHappened: 'Qué ocurrió',
  since: 'Desde',
  until: 'Resuelto desde',
  concerned: 'Eventos afectados',
  more: 'y % más',
  whatToDo: 'Qué hacer',
  nothingToDo: 'No hay que hacer nada.',
  server: 'Servidor',
  code: 'Código de error',
  guide: 'Paso a paso',
  link: 'Abrir en Taquilla',
  signature: 'Taquilla envía un mensaje cuando algo falla y otro cuando se resuelve.',
  several: '% eventos',
  test: {
    title: 'Mensaje de prueba',
    happened:
      'No hay ningún problema. Un superusuario envió este mensaje para comprobar que las alertas llegan aquí.',
  },
};

export const WORDS: Readonly<Record<Language, Words>> = { en: ENGLISH, es: SPANISH };

/** What an incident is about, in a few words: its store, its only event, or how many events. */
export function subjectOf(incident: Incident, words: Words): string {
  const { kind, configurations, storeName, stores } = incident;
  if (concernsStore(kind) && stores.length > 0) return stores.map(({ name }) => name).join(', ');
  const [only] = configurations;
  if (only !== undefined && configurations.length === 1) return only.name;
  if (configurations.length > 1) return words.several.replace('%', () => String(configurations.length));
  return storeName ?? 'Taquilla';
}

const STORE_KINDS: ReadonlySet<AlertKind> = new Set([
  'store_unreachable',
  'credentials_failing',
  'test_failed',
  'password_unprotected',
  'webhooks_silent',
]);

/** Whether an incident is about a whole store, and not about single configurations. */
export function concernsStore(kind: AlertKind): boolean {
  return STORE_KINDS.has(kind);
}
