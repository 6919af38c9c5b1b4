import type { ErrorEntry } from '../error-kinds.ts';

/** Errors of a remote client, and of statements that the database of a store receives. */
export const STORE_CONNECTION_ERRORS = {
  'store.exec-refused': {
    kind: 'config',
    en: 'The SSH host does not let programs run.',
    es: 'El host SSH no permite ejecutar programas.',
    adviceEn:
      'The host only allows SFTP or tunnels. Use the transport `ssh_tunnel`, or ask the provider for a shell.',
    adviceEs:
      'El host solo permite SFTP o túneles. Use el transporte `ssh_tunnel`, o pida un shell al proveedor.',
  },
  'store.slow-shell': {
    kind: 'unavailable',
    en: 'The shell of the SSH host took too long to be ready.',
    es: 'El shell del host SSH tardó demasiado en iniciarse.',
    adviceEn:
      'The shell needs more than 30 s to start: shorten its start files (`.bashrc`, `.profile`), or use `ssh_tunnel`.',
    adviceEs:
      'El shell necesita más de 30 s para iniciarse: acorte sus archivos de inicio (`.bashrc`, `.profile`), o use `ssh_tunnel`.',
  },
  'store.client-tls': {
    kind: 'config',
    en: 'The client on the SSH host and the database do not agree on encryption.',
    es: 'El cliente del host SSH y la base de datos no tienen ningún cifrado en común.',
    adviceEn: 'Use `ssh_tunnel`, or ask the provider to correct the settings of the client.',
    adviceEs: 'Use `ssh_tunnel`, o pida al proveedor que corrija la configuración del cliente.',
  },
  'store.no-client': {
    kind: 'config',
    en: 'The SSH host has neither the program mysql nor mariadb.',
    es: 'El host SSH no tiene los programas mysql ni mariadb.',
    adviceEn: 'Use `ssh_tunnel`, or ask the provider to install `mysql` or `mariadb`.',
    adviceEs: 'Use `ssh_tunnel`, o pida al proveedor que instale `mysql` o `mariadb`.',
  },
  'store.no-temporary-file': {
    kind: 'config',
    en: 'No temporary file can be made on the SSH host.',
    es: 'No se puede crear un archivo temporal en el host SSH.',
    adviceEn:
      'The SSH user can write neither to `/tmp` nor to its home: the disk or the quota is full. Make room on the SSH host.',
    adviceEs:
      'El usuario SSH no puede escribir en `/tmp` ni en su carpeta: el disco o la cuota están llenos. Haga espacio en el host SSH.',
  },
  'store.no-json-array': {
    kind: 'config',
    en: 'The database is too old to be read with the remote client.',
    es: 'La base de datos es demasiado antigua para leerla con el cliente remoto.',
    adviceEn:
      'The database is older than MySQL 5.7.8 or MariaDB 10.2.3 and cannot be read over `ssh_exec`: use `ssh_tunnel`, or update the server.',
    adviceEs:
      'La base de datos es anterior a MySQL 5.7.8 o MariaDB 10.2.3, y no se puede leer por `ssh_exec`: use `ssh_tunnel`, o actualice el servidor.',
  },
  'store.no-ssh-host': {
    kind: 'config',
    en: 'This transport needs an SSH host.',
    es: 'Este transporte necesita un host SSH.',
    adviceEn: 'Name the SSH host, or use the transport `direct`.',
    adviceEs: 'Indique el host SSH, o use el transporte `direct`.',
  },
  'store.row-too-large': {
    kind: 'config',
    en: 'A row of the store is larger than can be read.',
    es: 'Una fila de la tienda es mayor de lo que se puede leer.',
    adviceEn: "The row is larger than 32 MB, or larger than the server's `max_allowed_packet`.",
    adviceEs: 'La fila es mayor que 32 MB, o mayor que el `max_allowed_packet` del servidor.',
  },
  'store.connections-used-up': {
    kind: 'conflict',
    en: 'All connections that the credentials allow are in use.',
    es: 'Todas las conexiones que permiten las credenciales están en uso.',
    adviceEn: 'Wait, or raise `--max-connections`.',
    adviceEs: 'Espere, o suba `--max-connections`.',
  },
  'store.test-timeout': {
    kind: 'unavailable',
    en: 'A step of the connection test does not end.',
    es: 'Un paso de la prueba de conexión no termina.',
    adviceEn: 'Try again. If this continues, the store is overloaded, or answers are lost in the network.',
    adviceEs:
      'Inténtelo de nuevo. Si sigue igual, la tienda está sobrecargada o las respuestas se pierden en la red.',
  },
  'store.too-many-connections': {
    kind: 'unavailable',
    en: "The store's database accepts no more connections.",
    es: 'La base de datos de la tienda no acepta más conexiones.',
    adviceEn:
      'Try again later. Each execution needs one connection. If this continues, lower `max_concurrent_syncs` of the credentials, or ask the provider to raise `max_connections` or `max_user_connections` of the server.',
    adviceEs:
      'Inténtelo más tarde. Cada ejecución necesita una conexión. Si sigue así, baje `max_concurrent_syncs` de las credenciales, o pida al proveedor que suba `max_connections` o `max_user_connections` del servidor.',
  },
  'store.hourly-limit': {
    kind: 'config',
    en: "The hourly limit of the store's database for this user is used up.",
    es: 'El usuario agotó lo que la base de datos de la tienda le permite en una hora.',
    adviceEn:
      'The provider limits the queries or connections per hour: ask for a higher limit, or sync less often.',
    adviceEs:
      'El proveedor limita las consultas o conexiones por hora: pida que suban el límite, o sincronice con menos frecuencia.',
  },
  'store.too-many-rows': {
    kind: 'config',
    en: "The store's database refuses queries that look at many rows.",
    es: 'La base de datos de la tienda rechaza las consultas que recorren muchas filas.',
    adviceEn: 'Ask the provider to raise `max_join_size`, or to switch `sql_big_selects` on for the user.',
    adviceEs: 'Pida al proveedor que suba `max_join_size`, o que active `sql_big_selects` para el usuario.',
  },
  'store.out-of-resources': {
    kind: 'unavailable',
    en: "The store's database server has no disk space or memory left.",
    es: 'El servidor de la base de datos de la tienda se quedó sin espacio o sin memoria.',
    adviceEn: 'Make room there. The next sync then continues.',
    adviceEs: 'Haga espacio allí. La próxima sincronización continúa entonces.',
  },
  'store.table-damaged': {
    kind: 'config',
    en: "A table of the store's database is damaged.",
    es: 'Una tabla de la base de datos de la tienda está dañada.',
    adviceEn: "Repair the table on the store's server, with REPAIR TABLE or from a backup.",
    adviceEs: 'Repare la tabla en el servidor de la tienda, con REPAIR TABLE o desde una copia de seguridad.',
  },
  'store.view-broken': {
    kind: 'config',
    en: "A view of the store's database does not work any more.",
    es: 'Una vista de la base de datos de la tienda ya no funciona.',
    adviceEn:
      'The view lost its table, a column, or the account with which it reads: create it again, with an account that may read the table.',
    adviceEs:
      'La vista perdió su tabla, una columna o la cuenta con la que lee: créela de nuevo, con una cuenta que pueda leer la tabla.',
  },
  'store.init-connect-fails': {
    kind: 'config',
    en: "The init_connect of the store's server fails for this user.",
    es: 'El init_connect del servidor de la tienda falla para este usuario.',
    adviceEn:
      "The server's `init_connect` setting ends every connection of this user: ask the provider to correct it.",
    adviceEs:
      'El ajuste `init_connect` del servidor corta cada conexión de este usuario: pida al proveedor que lo corrija.',
  },
  'store.text-changed': {
    kind: 'config',
    en: "Text does not arrive from the store's database as it was sent: the connection does not use utf8mb4.",
    es: 'El texto de la base de datos de la tienda llega alterado: la conexión no usa utf8mb4.',
    adviceEn:
      'Without `utf8mb4`, names would lose characters: ask the provider to remove `init_connect` and `skip-character-set-client-handshake` from the server, or to let the proxy in front of it use `utf8mb4`.',
    adviceEs:
      'Sin `utf8mb4` los nombres perderían caracteres: pida al proveedor que quite `init_connect` y `skip-character-set-client-handshake` del servidor, o que el proxy que tiene delante use `utf8mb4`.',
  },
  'store.statement-timeout': {
    kind: 'unavailable',
    en: "The store's database took too long to answer.",
    es: 'La base de datos de la tienda tardó demasiado en responder.',
    adviceEn: 'The store is busy: try again later, or allow statements a longer time.',
    adviceEs: 'La tienda está ocupada: inténtelo más tarde o permita que las consultas tarden más.',
  },
  'store.busy': {
    kind: 'unavailable',
    en: 'A lock of the store was in the way.',
    es: 'Un bloqueo de la base de datos de la tienda impidió la consulta.',
    adviceEn: 'Try again.',
    adviceEs: 'Inténtelo de nuevo.',
  },
  'store.snapshot-lost': {
    kind: 'unavailable',
    en: 'A table of the store was altered while it was read.',
    es: 'Una tabla de la tienda se modificó mientras se leía.',
    adviceEn: 'The update of a plugin does this, for example: try again.',
    adviceEs: 'Lo hace, por ejemplo, la actualización de un plugin: inténtelo de nuevo.',
  },
  'store.missing-permission': {
    kind: 'config',
    en: "The user may not read the store's tables.",
    es: 'El usuario no puede leer las tablas de la tienda.',
    adviceEn: "Grant the user SELECT on the store's tables.",
    adviceEs: 'Dé al usuario SELECT sobre las tablas de la tienda.',
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;
