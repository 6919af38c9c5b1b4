import { sentence } from './sentence.ts';
import { SSH_SENTENCES } from './ssh-sentences.ts';
import { TABLE_SENTENCES } from './table-sentences.ts';

/** Errors of a store's database. */
const OF_THE_DATABASE = {
  accessDenied: sentence(
    'store.access-denied',
    'The database at {server} refuses the user "{user}" or the password.',
    'La base de datos en {server} rechaza el usuario «{user}» o la contraseña.',
  ),
  noPassword: sentence(
    'store.access-denied',
    'No password was given for the user "{user}" of the database at {server}, which lets nobody in without one: set {variable}.',
    'No se indicó la contraseña del usuario «{user}» de la base de datos en {server}, que no acepta conexiones sin ella: defina {variable}.',
  ),
  noPasswordKept: sentence(
    'store.access-denied',
    'The credentials keep no password for the user "{user}" of the database at {server}, which lets nobody in without one: add it to them.',
    'Las credenciales no guardan la contraseña del usuario «{user}» de la base de datos en {server}, que no acepta conexiones sin ella: agréguela.',
  ),
  hostNotAllowed: sentence(
    'store.host-not-allowed',
    'The database at {server} accepts no connections of the user "{user}" from this machine.',
    'La base de datos en {server} no admite conexiones del usuario «{user}» desde esta máquina.',
  ),
  noSuchDatabase: sentence(
    'store.no-such-database',
    'The server at {server} has no database "{database}".',
    'El servidor en {server} no tiene la base de datos «{database}».',
  ),
  missingPermission: sentence(
    'store.missing-permission',
    'The user "{user}" may not read the database "{database}" at {server}: grant it SELECT on the store\'s tables.',
    'El usuario «{user}» no puede leer la base de datos «{database}» en {server}: dele SELECT sobre las tablas de la tienda.',
  ),
  notWooCommerce: sentence(
    'store.not-woocommerce',
    'A table of WooCommerce is missing in the database "{database}" at {server}: it is not a store\'s, or not whole.',
    'Falta una tabla de WooCommerce en la base de datos «{database}» en {server}: no es de una tienda o no está completa.',
  ),
  unknownSchema: sentence(
    'store.unknown-schema',
    'A table in the database "{database}" at {server} lacks a column: WooCommerce\'s database update has not been run, or it is too old.',
    'A una tabla de la base de datos «{database}» en {server} le falta una columna: no se ejecutó la actualización de la base de datos de WooCommerce, o su versión es demasiado antigua.',
  ),
  authNotSupported: sentence(
    'store.auth-not-supported',
    'The database at {server} asks the user "{user}" to sign in by a method that Taquilla does not use.',
    'La base de datos en {server} pide al usuario «{user}» un método de inicio de sesión que Taquilla no admite.',
  ),
  tlsRequired: sentence(
    'store.tls-required',
    'The database at {server} demands an encrypted connection.',
    'La base de datos en {server} exige una conexión cifrada.',
  ),
  tlsNotOffered: sentence(
    'store.tls-not-offered',
    'The database at {server} offers no encrypted connection.',
    'La base de datos en {server} no ofrece conexiones cifradas.',
  ),
  tlsNotTrusted: sentence(
    'store.tls-not-trusted',
    'Encryption with the database at {server} failed: one side does not trust the certificate of the other ({errno}).',
    'Falló el cifrado con la base de datos en {server}: un lado no confía en el certificado del otro ({errno}).',
  ),
  serverKeyUnknown: sentence(
    'store.server-key-unknown',
    'The database at {server} asks for the password in a form that it can read, over a connection that does not prove which server answers ({fingerprint}). Use TLS with "verify", SSH, or confirm the key of the server.',
    'La base de datos en {server} pide la contraseña en una forma legible, por una conexión que no demuestra qué servidor responde ({fingerprint}). Use TLS con «verify», SSH, o confirme la clave del servidor.',
  ),
  serverKeyChanged: sentence(
    'store.server-key-changed',
    'The database at {server} presents another key ({fingerprint}) than the one that was confirmed. It did not receive a readable password.',
    'La base de datos en {server} presenta una clave ({fingerprint}) distinta de la confirmada. No recibió ninguna contraseña legible.',
  ),
  notMysql: sentence(
    'store.not-mysql',
    'What answers at {server} is not MySQL or MariaDB: correct the port.',
    'Lo que responde en {server} no es MySQL ni MariaDB: corrija el puerto.',
  ),
  otherProtocol: sentence(
    'store.not-mysql',
    'What answers at {server} speaks {protocol}, not MySQL: correct the port.',
    'Lo que responde en {server} habla {protocol}, no MySQL: corrija el puerto.',
  ),
  socketNotMysql: sentence(
    'store.not-mysql',
    'What answers at the socket {socket} is not MySQL or MariaDB: correct the path.',
    'Lo que responde en el socket {socket} no es MySQL ni MariaDB: corrija la ruta.',
  ),
  refused: sentence(
    'store.unreachable',
    "Nothing listens at {server}: check host and port of the store's database.",
    'Nada escucha en {server}: revise el host y el puerto de la base de datos de la tienda.',
  ),
  socketMissing: sentence(
    'store.unreachable',
    "The socket {socket} of the store's database cannot be found: the database is off, or the path is wrong.",
    'No se encuentra el socket {socket} de la base de datos de la tienda: la base de datos está apagada o la ruta no es la correcta.',
  ),
  socketRefused: sentence(
    'store.unreachable',
    "Nothing listens at the socket {socket} of the store's database: the database is off, or the path is another one.",
    'Nada escucha en el socket {socket} de la base de datos de la tienda: la base de datos está apagada o la ruta es otra.',
  ),
  socketDenied: sentence(
    'store.socket-denied',
    "The socket {socket} of the store's database may not be opened: give the user that runs Taquilla, or over SSH the user of the SSH host, the right to it and to its folder.",
    'No se permite abrir el socket {socket} de la base de datos de la tienda: dé permiso sobre él y su carpeta al usuario que ejecuta Taquilla o, por SSH, al usuario del host SSH.',
  ),
  unknownHost: sentence(
    'store.unreachable',
    'The host name "{host}" of the store\'s database is not known.',
    'No se conoce el nombre de host «{host}» de la base de datos de la tienda.',
  ),
  noNameServer: sentence(
    'store.unreachable',
    'The host name "{host}" of the store\'s database cannot be looked up now: the name server does not answer.',
    'Por ahora no se puede resolver el nombre de host «{host}» de la base de datos de la tienda: el servidor de nombres no responde.',
  ),
  noRoute: sentence(
    'store.unreachable',
    "The network does not lead to the store's database at {server} ({errno}).",
    'La red no llega a la base de datos de la tienda en {server} ({errno}).',
  ),
  notFromThere: sentence(
    'store.unreachable',
    "The store's database at {server} cannot be reached from the SSH host {sshServer}.",
    'No se puede conectar con la base de datos de la tienda en {server} desde el host SSH {sshServer}.',
  ),
  noAnswer: sentence(
    'store.connect-timeout',
    'No answer from {server} within {seconds} s: the host is off, or a firewall is in the way.',
    '{server} no respondió en {seconds} s: el host está apagado o un cortafuegos lo impide.',
  ),
  noGreeting: sentence(
    'store.connect-timeout',
    'No greeting of a database from {server} within {seconds} s, although something listens there: it hangs, or is another service.',
    'En {server} hay algo que escucha, pero en {seconds} s no respondió como una base de datos: está bloqueado o es otro servicio.',
  ),
  connectionLost: sentence(
    'store.connection-lost',
    "The connection to the store's database at {server} was lost.",
    'Se cortó la conexión con la base de datos de la tienda en {server}.',
  ),
  silent: sentence(
    'store.connection-lost',
    "The store's database at {server} owed an answer and said nothing for {seconds} s: the connection counts as lost.",
    'La base de datos de la tienda en {server} no respondió en {seconds} s: Taquilla da la conexión por perdida.',
  ),
  watchSlow: sentence(
    'store.connection-lost',
    'The store did not say within {seconds} s what had changed: it is left alone for a while.',
    'La tienda no indicó en {seconds} s qué había cambiado: Taquilla la deja tranquila un momento.',
  ),
  addressRefused: sentence(
    'store.address-refused',
    'The host "{host}" leads to {address}, an address that no store has (link-local, or a service of the cloud).',
    'El host «{host}» corresponde a {address}, una dirección que ninguna tienda tiene (de enlace local o de un servicio de la nube).',
  ),
  tooManyConnections: sentence(
    'store.too-many-connections',
    'The store\'s database at {server} has no connection to spare for the user "{user}" now.',
    'La base de datos de la tienda en {server} no tiene ahora conexiones libres para el usuario «{user}».',
  ),
  tooManyOfUser: sentence(
    'store.too-many-connections',
    'The store\'s database at {server} lets the user "{user}" open no further connection now. Each execution needs one: if it stays so, lower max_concurrent_syncs of the credentials.',
    'La base de datos de la tienda en {server} no permite ahora otra conexión del usuario «{user}». Cada ejecución necesita una: si sigue igual, baje max_concurrent_syncs de las credenciales.',
  ),
  hourlyLimit: sentence(
    'store.hourly-limit',
    'The store\'s database at {server} limits what the user "{user}" may do in an hour, and {resource} is used up. Have the provider raise it, or sync less often.',
    'La base de datos de la tienda en {server} limita lo que el usuario «{user}» puede hacer en una hora, y {resource} se agotó. Pida al proveedor que lo suba, o sincronice con menos frecuencia.',
  ),
  tooManyRows: sentence(
    'store.too-many-rows',
    'The store\'s database at {server} refuses queries that look at many rows (max_join_size) and does not let the user "{user}" set sql_big_selects.',
    'La base de datos de la tienda en {server} rechaza las consultas que recorren muchas filas (max_join_size) y no permite al usuario «{user}» activar sql_big_selects.',
  ),
  outOfResources: sentence(
    'store.out-of-resources',
    "The server of the store's database at {server} has run out of disk space or memory ({errno}).",
    'El servidor de la base de datos de la tienda en {server} se quedó sin espacio en disco o sin memoria ({errno}).',
  ),
  tableDamaged: sentence(
    'store.table-damaged',
    'A table in the database "{database}" at {server} is damaged and must be repaired there ({errno}).',
    'Una tabla de la base de datos «{database}» en {server} está dañada y hay que repararla allí ({errno}).',
  ),
  clientTls: sentence(
    'store.client-tls',
    'The client on the SSH host and the database at {server} do not agree on encryption: use the transport ssh_tunnel.',
    'El cliente del host SSH y la base de datos en {server} no tienen ningún cifrado en común: use el transporte ssh_tunnel.',
  ),
  statementTimeout: sentence(
    'store.statement-timeout',
    "A query took the store's database at {server} longer than it is allowed to.",
    'Una consulta a la base de datos de la tienda en {server} duró más de lo permitido.',
  ),
  busy: sentence(
    'store.busy',
    'Another change of the store is in the way.',
    'Otro cambio de la tienda lo impide.',
  ),
  snapshotLost: sentence(
    'store.snapshot-lost',
    'A table of the store was altered while it was being read.',
    'Una tabla de la tienda se modificó mientras se leía.',
  ),
  noJsonArray: sentence(
    'store.no-json-array',
    'The database at {server} is too old to be read over a remote client: that takes MySQL 5.7.8 or MariaDB 10.2.3.',
    'La base de datos en {server} es demasiado antigua para leerla con un cliente remoto: hace falta MySQL 5.7.8 o MariaDB 10.2.3.',
  ),
  rowTooLarge: sentence(
    'store.row-too-large',
    'The database "{database}" at {server} has a row that is larger than can be read.',
    'La base de datos «{database}» en {server} tiene una fila mayor de lo que se puede leer.',
  ),
};

export const STORE_SENTENCES = { ...OF_THE_DATABASE, ...TABLE_SENTENCES, ...SSH_SENTENCES };
