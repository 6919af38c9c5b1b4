import { ownCommand } from '../../kernel/own-command.ts';
import { TICKET_PLUGIN_TITLES } from '../plugins/ticket-plugins.ts';
import type { AdviceTexts } from './advice.ts';

export const ADVICE_IN_SPANISH: AdviceTexts = {
  steps: {
    name: 'nombre',
    tcp: 'conexión TCP',
    socket: 'socket Unix',
    'ssh-hello': 'conexión SSH y clave del host',
    'ssh-auth': 'autenticación SSH',
    forward: 'reenvío de puerto',
    exec: 'cliente remoto',
    'mysql-login': 'inicio de sesión en la base de datos',
    grants: 'permisos',
    server: 'servidor y reloj',
    layout: 'WooCommerce',
    events: 'eventos',
  },
  hops: { jump: 'host de salto', ssh: 'host SSH', mysql: 'base de datos' },
  codes: {
    'store.unreachable': {
      means: 'Nada escucha en ese host y puerto, o en ese socket, o el nombre no existe.',
      todo: 'Revise el host y el puerto, o la ruta del socket. Por SSH son los que ve el host SSH, casi siempre 127.0.0.1 y 3306.',
    },
    'store.socket-denied': {
      means: 'El usuario que se conecta no puede abrir el socket de la base de datos.',
      todo: 'Dele permiso sobre el socket y su carpeta a ese usuario: el que ejecuta Taquilla o, por SSH, el usuario del host SSH.',
    },
    'store.connect-timeout': {
      means: 'El host no responde: está apagado o un cortafuegos descarta la conexión.',
      todo: 'Revise el host y el puerto, y permita la dirección de esta máquina en el cortafuegos del host o del proveedor.',
    },
    'store.address-refused': {
      means:
        'El host corresponde a una dirección de enlace local o a un servicio de la nube, que ninguna tienda tiene.',
      todo: 'Indique el host de la propia tienda.',
    },
    'store.ssh-unreachable': {
      means: 'Ningún servidor SSH escucha en ese host y puerto, o el nombre no existe.',
      todo: 'Revise el host y el puerto SSH en el panel del proveedor; muchos usan un puerto distinto del 22.',
    },
    'store.ssh-lost': {
      means: 'El host SSH cortó la conexión.',
      todo: 'Inténtelo de nuevo. Si sigue igual, quizás el host bloquea esta dirección tras demasiadas contraseñas erróneas.',
    },
    'store.not-ssh': {
      means: 'Algo responde en ese puerto, pero no es SSH.',
      todo: 'Corrija el puerto SSH. El 3306 es la base de datos y el 21 es FTP.',
    },
    'store.ssh-handshake': {
      means: 'El host SSH solo admite cifrados que ya no son seguros.',
      todo: 'Pida al proveedor que actualice el servidor SSH.',
    },
    'store.host-key-unknown': {
      means: 'Nadie ha confirmado aún que este es el host correcto. No se envió ningún secreto.',
      todo: 'Compare la huella con la que muestra el proveedor y luego confírmela.',
    },
    'store.server-key-unknown': {
      means:
        'La base de datos pide la contraseña en una forma legible y nada demuestra qué servidor responde. No recibió la contraseña.',
      todo: 'Compare la huella con la del servidor y confírmela, o configure TLS en "verify", o use SSH.',
    },
    'store.server-key-changed': {
      means:
        'El servidor de la base de datos presenta una clave distinta de la confirmada: se instaló de nuevo, u otra máquina responde en su lugar. No recibió ninguna contraseña legible.',
      todo: 'Pregunte a quien administra el servidor si la clave cambió. Solo entonces confirme la clave nueva.',
    },
    'store.auth-unverified': {
      means:
        'La contraseña llegó a un servidor cuya clave nadie ha confirmado. Una versión posterior rechazará esta conexión.',
      todo: 'Compare la huella y confirme la clave del servidor, o configure TLS en "verify", o use SSH.',
    },
    'store.host-key-changed': {
      means:
        'El host presenta una clave distinta de la confirmada: se reinstaló o alguien intercepta la conexión. No se envió ningún secreto.',
      todo: 'Pregunte al proveedor si la clave cambió. Solo entonces confirme la nueva huella.',
    },
    'store.ssh-auth-failed': {
      means: 'El host SSH rechaza el usuario, la contraseña o la clave, y no indica cuál.',
      todo: 'Revise el usuario y la contraseña, o ponga la clave pública en ~/.ssh/authorized_keys de ese usuario.',
    },
    'store.ssh-key-unreadable': {
      means: 'El texto no es una clave privada, o tiene un formato que Taquilla no admite.',
      todo: 'Ingrese la clave privada en formato OpenSSH o PEM. PuTTYgen la exporta en Conversions.',
    },
    'store.ssh-key-type': {
      means: 'La clave privada es de un tipo que no se admite (DSA, una llave física …).',
      todo: `Cree un par nuevo con "${ownCommand('credentials generate-key')}".`,
    },
    'store.ssh-key-passphrase': {
      means: 'La clave privada está protegida, y su frase de contraseña falta o es incorrecta.',
      todo: 'Ingrese la frase de contraseña de la clave.',
    },
    'store.forwarding-refused': {
      means:
        'El host SSH no permite conectarse a otros puertos, o a este socket, como suele ocurrir en los planes de hosting económicos.',
      todo: 'Use el transporte ssh_exec o auto.',
    },
    'store.exec-refused': {
      means: 'El host SSH no ejecuta comandos para este usuario: solo permite SFTP o túneles.',
      todo: 'Use el transporte ssh_tunnel o pida al proveedor acceso a la consola.',
    },
    'store.no-client': {
      means: 'El host SSH no tiene el programa "mysql" ni "mariadb".',
      todo: 'Use el transporte ssh_tunnel o pida al proveedor que instale el cliente.',
    },
    'store.no-temporary-file': {
      means: 'El usuario SSH no puede escribir en /tmp ni en su carpeta: el disco o la cuota están llenos.',
      todo: 'Libere espacio en el host SSH.',
    },
    'store.no-json-array': {
      means: 'El servidor de base de datos es anterior a MySQL 5.7.8 o MariaDB 10.2.3.',
      todo: 'Use el transporte ssh_tunnel o actualice el servidor.',
    },
    'store.no-ssh-host': {
      means: 'El transporte va por SSH y no se indicó ningún host SSH.',
      todo: 'Indique el host SSH o use el transporte direct.',
    },
    'store.access-denied': {
      means: 'La base de datos rechaza el usuario o la contraseña.',
      todo: 'Revise ambos en el wp-config.php de la tienda. El usuario puede estar limitado a ciertos hosts, bloqueado o con la contraseña vencida: el mensaje de error lo indica.',
    },
    'store.host-not-allowed': {
      means: 'La base de datos no acepta conexiones desde esta dirección.',
      todo: 'Permita esta dirección en el panel ("MySQL remoto") o use SSH.',
    },
    'store.no-such-database': {
      means: 'No hay ninguna base de datos con ese nombre.',
      todo: 'Revise el nombre; es DB_NAME en el wp-config.php de la tienda.',
    },
    'store.missing-permission': {
      means: 'El usuario puede conectarse, pero no leer esta base de datos.',
      todo: 'Dele a este usuario GRANT SELECT sobre la base de datos de la tienda.',
    },
    'store.auth-not-supported': {
      means: 'La base de datos pide un método de inicio de sesión inseguro o desconocido.',
      todo: 'Dé al usuario el plugin mysql_native_password o caching_sha2_password.',
    },
    'store.tls-required': {
      means: 'La base de datos no acepta conexiones sin cifrado.',
      todo: 'Ponga TLS en "encrypt" o "verify".',
    },
    'store.tls-not-offered': {
      means: 'Se pidió cifrado, pero la base de datos no lo ofrece.',
      todo: 'Ponga TLS en "off", mejor con un transporte por SSH; o active TLS en el servidor.',
    },
    'store.tls-not-trusted': {
      means:
        'El certificado de la base de datos no es de una autoridad de confianza, es para otro nombre o está vencido.',
      todo: 'Indique el certificado de la autoridad, y el host tal como lo nombra el certificado.',
    },
    'store.not-mysql': {
      means: 'Algo responde en ese puerto o socket, pero no es MySQL ni MariaDB.',
      todo: 'Corrija el puerto de la base de datos, o la ruta de su socket.',
    },
    'store.too-many-connections': {
      means: 'La base de datos no tiene conexiones libres.',
      todo: 'Inténtelo más tarde; si sigue igual, suba max_connections o max_user_connections.',
    },
    'store.connection-lost': {
      means: 'La conexión se cortó.',
      todo: 'Inténtelo de nuevo. Si siempre se corta, algo en la red cierra la conexión con la base de datos.',
    },
    'store.slow-shell': {
      means: 'El host SSH aceptó el comando, pero su shell seguía ejecutando los archivos de inicio.',
      todo: 'Acorte .bashrc y .profile del usuario SSH, o use el transporte ssh_tunnel.',
    },
    'store.client-tls': {
      means: 'El programa cliente del host SSH y la base de datos no tienen ningún cifrado en común.',
      todo: 'Use el transporte ssh_tunnel, o pida al proveedor que corrija la configuración del cliente.',
    },
    'store.text-changed': {
      means: 'La conexión usa un juego de caracteres que no incluye todos los nombres.',
      todo: 'Pida que quiten init_connect y skip-character-set-client-handshake del servidor, o que el proxy use utf8mb4.',
    },
    'store.hourly-limit': {
      means: 'El usuario agotó lo que la base de datos le permite en una hora.',
      todo: 'Pida al proveedor que suba el límite, o sincronice con menos frecuencia.',
    },
    'store.too-many-rows': {
      means: 'El servidor rechaza las consultas que recorren muchas filas.',
      todo: 'Pida que suban max_join_size, o que activen sql_big_selects para este usuario.',
    },
    'store.out-of-resources': {
      means: 'El servidor de la base de datos se quedó sin espacio en disco o sin memoria.',
      todo: 'Libere espacio en el servidor; después la sincronización continúa sola.',
    },
    'store.view-broken': {
      means: 'Una vista de la base de datos ya no funciona.',
      todo: 'Vuelva a crear la vista, con una cuenta que pueda leer su tabla.',
    },
    'store.init-connect-fails': {
      means: 'El init_connect del propio servidor falla para este usuario, y el servidor corta la conexión.',
      todo: 'Pida al proveedor que corrija init_connect.',
    },
    'store.table-damaged': {
      means: 'Una tabla de la base de datos está dañada.',
      todo: 'Repárela en el servidor (REPAIR TABLE, o desde una copia de seguridad).',
    },
    'store.statement-timeout': {
      means: 'Una consulta tardó más de lo permitido.',
      todo: 'La tienda está ocupada: inténtelo más tarde o permita consultas más largas.',
    },
    'store.not-woocommerce': {
      means: 'Esta base de datos no tiene WooCommerce, o el usuario no ve sus tablas.',
      todo: 'Revise el nombre de la base de datos y dé SELECT sobre todas sus tablas.',
    },
    'store.several-prefixes': {
      means: 'Varias tiendas comparten esta base de datos.',
      todo: 'Indique el prefijo de tablas de una; es $table_prefix en el wp-config.php de la tienda.',
    },
    'store.no-such-prefix': {
      means: 'No hay tablas de WooCommerce con ese prefijo.',
      todo: 'Corrija el prefijo; es $table_prefix en el wp-config.php de la tienda.',
    },
    'store.incomplete-layout': {
      means: 'Faltan tablas de WooCommerce, o este usuario no las ve.',
      todo: 'Dé SELECT sobre todas las tablas de la base de datos.',
    },
    'store.half-migrated': {
      means: 'La migración de WooCommerce a sus tablas de pedidos empezó y no terminó.',
      todo: 'Termínelo en WooCommerce, en Ajustes, Avanzado, Características.',
    },
    'store.user-can-write': {
      means:
        'El usuario podría modificar o bloquear la base de datos de la tienda. Taquilla nunca lo hace, pero alguien con esta contraseña podría.',
      todo: 'Cree un usuario que solo tenga SELECT.',
    },
    'store.clock-skew': {
      means: 'El reloj de la base de datos y el de Taquilla difieren.',
      todo: 'Ajuste ambos por NTP. Las horas de los pedidos pueden tener la misma diferencia.',
    },
    'store.no-tls': {
      means: 'Los datos de los compradores viajan por internet sin cifrado, y otros pueden leerlos.',
      todo: 'Use TLS o un transporte por SSH.',
    },
    'store.no-events': {
      means: `Ningún producto tiene el ajuste de ${TICKET_PLUGIN_TITLES} ni entradas.`,
      todo: 'Compruebe que esta es la tienda correcta.',
    },
    'store.test-timeout': {
      means: 'Este paso no terminó a tiempo.',
      todo: 'Inténtelo de nuevo. Si sigue igual, la tienda está sobrecargada o las respuestas se pierden en la red.',
    },
  },
  otherwise: {
    means: 'Este paso falló.',
    todo: 'Busque el código en docs/errors.md y repita la prueba con --verbose.',
  },
};
