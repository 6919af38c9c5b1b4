import type { ErrorEntry } from '../error-kinds.ts';

/** Errors of the PostgreSQL server and of the connection to it. */
export const BACKEND_SERVER_ERRORS = {
  'backend.unreachable': {
    kind: 'unavailable',
    en: 'The PostgreSQL backend cannot be reached.',
    es: 'No se puede conectar con la base de datos PostgreSQL.',
    adviceEn:
      'The message says what happened: nothing listens there, the host is not known, nothing answers, the connection was lost, the server is starting or stopping, or it has not answered since the process started. Check that PostgreSQL is running and that host and port in `DATABASE_URL` are right.',
    adviceEs:
      'El mensaje dice qué pasó: nada escucha allí, el host no se conoce, nada responde, se cortó la conexión, el servidor se está iniciando o deteniendo, o no ha respondido desde que el proceso comenzó. Compruebe que PostgreSQL esté en marcha y que el host y el puerto en `DATABASE_URL` sean correctos.',
  },
  'backend.too-many-connections': {
    kind: 'unavailable',
    en: 'The PostgreSQL server has no free connections.',
    es: 'El servidor PostgreSQL no tiene conexiones libres.',
    adviceEn:
      'Raise `max_connections` of the server, or the connection limit of the user or the database, as the message says; or run fewer processes. One process uses up to 20 connections. [Taquilla recovers by itself](operations/backend-unreachable.md).',
    adviceEs:
      'Suba `max_connections` del servidor, o el límite de conexiones del usuario o de la base de datos, como dice el mensaje; o inicie menos procesos. Un proceso usa hasta 20 conexiones. [Taquilla se recupera por sí sola](operations/backend-unreachable.md).',
  },
  'backend.access-denied': {
    kind: 'config',
    en: 'PostgreSQL refuses the user or the password of DATABASE_URL.',
    es: 'PostgreSQL rechaza el usuario o la contraseña de DATABASE_URL.',
    adviceEn:
      'Correct the user or the password in `DATABASE_URL`, and check that `pg_hba.conf` of the server allows this user to connect from this machine.',
    adviceEs:
      'Corrija el usuario o la contraseña en `DATABASE_URL`, y compruebe que `pg_hba.conf` del servidor permita a este usuario conectarse desde esta máquina.',
  },
  'backend.no-such-database': {
    kind: 'config',
    en: 'The database of DATABASE_URL does not exist.',
    es: 'La base de datos de DATABASE_URL no existe.',
    adviceEn: 'Create the database, or correct its name in `DATABASE_URL`.',
    adviceEs: 'Cree la base de datos o corrija su nombre en `DATABASE_URL`.',
  },
  'backend.missing-permission': {
    kind: 'config',
    en: 'The user of DATABASE_URL may not do this in its database.',
    es: 'El usuario de DATABASE_URL no tiene los permisos necesarios en su base de datos.',
    adviceEn: 'Make the user of `DATABASE_URL` the owner of its database.',
    adviceEs: 'Haga que el usuario de `DATABASE_URL` sea dueño de su base de datos.',
  },
  'backend.not-migrated': {
    kind: 'config',
    en: 'The PostgreSQL database lacks tables or columns.',
    es: 'A la base de datos PostgreSQL le faltan tablas o columnas.',
    adviceEn: 'Run `{taquilla} migrate`.',
    adviceEs: 'Ejecute `{taquilla} migrate`.',
  },
  'backend.no-such-schema': {
    kind: 'config',
    en: 'The schema in which Taquilla is to keep its tables does not exist.',
    es: 'No existe el esquema donde Taquilla debe guardar sus tablas.',
    adviceEn:
      'Create the schema that `search_path` names and allow the user of `DATABASE_URL` to create tables in it; or correct `search_path`.',
    adviceEs:
      'Cree el esquema que nombra `search_path` y permita que el usuario de `DATABASE_URL` cree tablas en él, o corrija `search_path`.',
  },
  'backend.foreign-tables': {
    kind: 'config',
    en: "The PostgreSQL database is another program's.",
    es: 'La base de datos PostgreSQL es de otro programa.',
    adviceEn:
      'The schema holds tables or other objects of another program, such as a Rails application: give Taquilla [its own database or schema](installing.md#a-database-or-a-schema-of-its-own).',
    adviceEs:
      'El esquema tiene tablas u objetos de otro programa, por ejemplo de una aplicación Rails: dé a Taquilla [una base de datos o un esquema propio](installing.md#una-base-de-datos-o-un-esquema-propio).',
  },
  'backend.missing-tables': {
    kind: 'config',
    en: 'The PostgreSQL schema lacks tables of Taquilla.',
    es: 'Al esquema de PostgreSQL le faltan tablas de Taquilla.',
    adviceEn: 'Another program removed or renamed them: give them their names back, or restore a backup.',
    adviceEs:
      'Otro programa las eliminó o les cambió el nombre: devuélvales el nombre o restaure una copia de seguridad.',
  },
  'backend.read-only': {
    kind: 'unavailable',
    en: 'The PostgreSQL server accepts no changes.',
    es: 'El servidor PostgreSQL no acepta cambios.',
    adviceEn:
      'Let `DATABASE_URL` name the primary server, not a standby, and leave `default_transaction_read_only` off. Once a standby is promoted, or the address leads to the primary server again, Taquilla recovers by itself.',
    adviceEs:
      'Indique en `DATABASE_URL` el servidor primario, no una réplica, y deje `default_transaction_read_only` desactivado. Cuando una réplica pasa a ser el servidor primario, o la dirección vuelve a llevar a él, Taquilla se recupera por sí sola.',
  },
  'backend.not-postgres': {
    kind: 'config',
    en: 'DATABASE_URL leads to something that is not PostgreSQL.',
    es: 'DATABASE_URL lleva a algo que no es PostgreSQL.',
    adviceEn: 'Another program answers at this port: correct host and port in `DATABASE_URL`.',
    adviceEs: 'Otro programa responde en ese puerto: corrija el host y el puerto en `DATABASE_URL`.',
  },
  'backend.pooler': {
    kind: 'config',
    en: 'A pooler between Taquilla and its PostgreSQL server is in the way.',
    es: 'Hay un intermediario entre Taquilla y su servidor PostgreSQL.',
    adviceEn:
      'The pooler refuses the settings with which a session begins, or takes the session away before a transaction ends: configure it as [Behind a pooler](operations/poolers.md) says.',
    adviceEs:
      'El intermediario rechaza los ajustes con los que empieza una sesión, o quita la sesión antes de que termine una transacción: configúrelo como dice [Con un intermediario](operations/poolers.md).',
  },
  'backend.direct-url': {
    kind: 'config',
    en: 'DATABASE_DIRECT_URL does not bring the notices of the database of DATABASE_URL.',
    es: 'Por DATABASE_DIRECT_URL no llegan los avisos de la base de datos de DATABASE_URL.',
    adviceEn:
      '`DATABASE_DIRECT_URL` must lead to the same database as `DATABASE_URL`, without a pooler in between: correct it or remove it.',
    adviceEs:
      '`DATABASE_DIRECT_URL` debe llevar a la misma base de datos que `DATABASE_URL`, sin un intermediario: corríjala o quítela.',
  },
  'backend.tls-not-offered': {
    kind: 'config',
    en: 'The PostgreSQL server offers no TLS.',
    es: 'El servidor PostgreSQL no ofrece TLS.',
    adviceEn: 'Switch TLS on at the server, or set `sslmode=disable` if nobody else can read the connection.',
    adviceEs: 'Active TLS en el servidor, o escriba `sslmode=disable` si nadie más puede leer la conexión.',
  },
  'backend.tls-not-trusted': {
    kind: 'config',
    en: 'The certificate of the PostgreSQL server cannot be trusted.',
    es: 'No se puede confiar en el certificado del servidor PostgreSQL.',
    adviceEn:
      "Name the authority's certificate with `sslrootcert`; see [sslmode](configuration.md#tls-to-postgresql).",
    adviceEs:
      'Indique el certificado de la autoridad con `sslrootcert`; vea [sslmode](configuration.md#tls-hacia-postgresql).',
  },
  'backend.tls-wrong-host': {
    kind: 'config',
    en: 'The certificate of the PostgreSQL server is for another host.',
    es: 'El certificado del servidor PostgreSQL es de otro host.',
    adviceEn:
      "Write the host into `DATABASE_URL` as the server's certificate names it, or give the server a certificate for the name that you use.",
    adviceEs:
      'Escriba el host en `DATABASE_URL` como lo nombra el certificado del servidor, o dé al servidor un certificado para el nombre que usted usa.',
  },
  'backend.tls-out-of-date': {
    kind: 'config',
    en: 'The certificate of the PostgreSQL server is not valid today.',
    es: 'El certificado del servidor PostgreSQL no es válido hoy.',
    adviceEn: "Renew the server's certificate, or correct the clock of this machine.",
    adviceEs: 'Renueve el certificado del servidor o corrija el reloj de esta máquina.',
  },
  'backend.tls-client-certificate': {
    kind: 'config',
    en: 'The PostgreSQL server asks for a client certificate that it trusts.',
    es: 'El servidor PostgreSQL pide un certificado de cliente de una autoridad en la que confíe.',
    adviceEn: 'Name a certificate that the server trusts, and its key, with `sslcert` and `sslkey`.',
    adviceEs: 'Indique un certificado en el que el servidor confíe, y su clave, con `sslcert` y `sslkey`.',
  },
  'backend.tls-failed': {
    kind: 'config',
    en: 'The TLS connection to the PostgreSQL server failed.',
    es: 'Falló la conexión TLS con el servidor PostgreSQL.',
    adviceEn:
      'Both sides need a TLS version and a cipher in common. The message quotes what OpenSSL reports.',
    adviceEs:
      'Ambos lados necesitan una versión de TLS y un cifrado en común. El mensaje cita lo que informa OpenSSL.',
  },
  'backend.no-answer': {
    kind: 'unavailable',
    en: 'The PostgreSQL database did not answer.',
    es: 'La base de datos PostgreSQL no respondió.',
    adviceEn:
      'Answers are lost in the network, or the server hangs. Taquilla gives the statement up and opens another connection. If it happens again, check firewalls, proxies and the load of the server.',
    adviceEs:
      'Las respuestas se pierden en la red, o el servidor no reacciona. Taquilla abandona la instrucción y abre otra conexión. Si se repite, revise los cortafuegos, los proxies y la carga del servidor.',
  },
  'backend.disk-full': {
    kind: 'unavailable',
    en: 'The disk of the PostgreSQL server is full.',
    es: 'El disco del servidor PostgreSQL está lleno.',
    adviceEn: "[Make room on the server's disk](operations/disk-full.md). Taquilla then recovers by itself.",
    adviceEs:
      '[Haga espacio en el disco del servidor](operations/disk-full.md). Después Taquilla se recupera por sí sola.',
  },
  'backend.out-of-memory': {
    kind: 'unavailable',
    en: 'The PostgreSQL server has no memory left.',
    es: 'El servidor PostgreSQL se quedó sin memoria.',
    adviceEn:
      "Give the server's machine more memory, or lower `work_mem`, `shared_buffers` or `max_connections`.",
    adviceEs:
      'Dé más memoria a la máquina del servidor, o baje `work_mem`, `shared_buffers` o `max_connections`.',
  },
  'backend.server-fault': {
    kind: 'unavailable',
    en: 'The PostgreSQL server reports a fault of its own.',
    es: 'El servidor PostgreSQL informa un error interno.',
    adviceEn: "The cause may be, for example, a disk that cannot be read. The server's log says more.",
    adviceEs:
      'La causa puede ser, por ejemplo, un disco que no se puede leer. El registro del servidor dice más.',
  },
  'backend.data-damaged': {
    kind: 'config',
    en: 'Data in the PostgreSQL database are damaged.',
    es: 'Hay datos dañados en la base de datos PostgreSQL.',
    adviceEn: "Stop the processes, save a copy of PostgreSQL's folder, and restore a backup.",
    adviceEs:
      'Detenga los procesos, guarde una copia de la carpeta de PostgreSQL y restaure una copia de seguridad.',
  },
  'backend.session-refused': {
    kind: 'config',
    en: 'The PostgreSQL server refuses a setting of the session.',
    es: 'El servidor PostgreSQL rechaza un ajuste de la sesión.',
    adviceEn:
      'Correct the part of `DATABASE_URL` after the `?`: PostgreSQL does not know a setting there, or does not accept its value.',
    adviceEs:
      'Corrija la parte de `DATABASE_URL` que sigue al `?`: PostgreSQL no conoce un ajuste de ella, o no acepta su valor.',
  },
  'backend.contention': {
    kind: 'unavailable',
    en: 'Another transaction was in the way.',
    es: 'Otra transacción lo impidió.',
    adviceEn:
      'Nothing needs to be done: two transactions wanted the same rows, and the next attempt succeeds.',
    adviceEs:
      'No hay que hacer nada: dos transacciones querían las mismas filas, y el próximo intento resulta.',
  },
  'backend.statement-timeout': {
    kind: 'unavailable',
    en: 'The PostgreSQL database took too long to answer.',
    es: 'La base de datos PostgreSQL tardó demasiado en responder.',
    adviceEn:
      'The server is overloaded, or another session holds a lock for long. Taquilla overrides the time limits of the user and the database, except `transaction_timeout`: raise that one.',
    adviceEs:
      'El servidor está sobrecargado, u otra sesión mantiene un bloqueo durante mucho tiempo. Taquilla anula los límites de tiempo del usuario y de la base de datos, salvo `transaction_timeout`: súbalo.',
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;
