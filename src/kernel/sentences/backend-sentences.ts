import { BACKEND_TABLES_SENTENCES } from './backend-tables-sentences.ts';
import { BACKEND_TLS_SENTENCES } from './backend-tls-sentences.ts';
import type { Sentence } from './sentence.ts';

const UNREACHABLE = {
  code: 'backend.unreachable',
  brief: 'The PostgreSQL backend cannot be reached.',
} as const;
const DENIED = {
  code: 'backend.access-denied',
  brief: 'The PostgreSQL backend refuses the user or the password in DATABASE_URL.',
} as const;
const FULL_OF_CONNECTIONS = {
  code: 'backend.too-many-connections',
  brief: 'The PostgreSQL backend has no connection to spare now.',
} as const;
const POOLER = {
  code: 'backend.pooler',
  brief: 'A pooler sits between Taquilla and its PostgreSQL backend.',
} as const;
// The error may end without a change here: if a standby is promoted, or the address leads to the primary server
// again.
const READ_ONLY = {
  code: 'backend.read-only',
  brief: 'The PostgreSQL backend takes no changes.',
} as const;

/** Errors of PostgreSQL, or of the connection to it. */
export const BACKEND_SENTENCES = {
  ...BACKEND_TABLES_SENTENCES,
  ...BACKEND_TLS_SENTENCES,
  refused: {
    ...UNREACHABLE,
    en: 'Nothing listens at {server}: start PostgreSQL there, or correct host and port in DATABASE_URL.',
    es: 'Nada escucha en {server}: inicie PostgreSQL allí o corrija el host y el puerto en DATABASE_URL.',
  },
  noSocket: {
    ...UNREACHABLE,
    en: 'There is no PostgreSQL socket {server}: start PostgreSQL, or correct the folder in DATABASE_URL.',
    es: 'No existe el socket de PostgreSQL {server}: inicie PostgreSQL o corrija la carpeta en DATABASE_URL.',
  },
  unknownHost: {
    ...UNREACHABLE,
    en: 'The host name "{host}" in DATABASE_URL is not known: correct it.',
    es: 'No se conoce el nombre de host «{host}» de DATABASE_URL: corríjalo.',
  },
  noNameServer: {
    ...UNREACHABLE,
    en: 'The host name "{host}" in DATABASE_URL cannot be looked up now: the name server does not answer.',
    es: 'Por ahora no se puede resolver el nombre de host «{host}» de DATABASE_URL: el servidor de nombres no responde.',
  },
  noRoute: {
    ...UNREACHABLE,
    en: 'The network does not lead to PostgreSQL at {server} ({errno}): check the host in DATABASE_URL and the firewalls on the way.',
    es: 'La red no llega a PostgreSQL en {server} ({errno}): revise el host de DATABASE_URL y los cortafuegos del camino.',
  },
  noAnswer: {
    ...UNREACHABLE,
    en: 'No answer from PostgreSQL at {server} within {seconds} s: the host is off, or a firewall is in the way.',
    es: 'PostgreSQL en {server} no respondió en {seconds} s: el host está apagado o un cortafuegos lo impide.',
  },
  lost: {
    ...UNREACHABLE,
    en: 'The connection to PostgreSQL at {server} was lost.',
    es: 'Se cortó la conexión con PostgreSQL en {server}.',
  },
  notReady: {
    ...UNREACHABLE,
    en: 'PostgreSQL at {server} is starting up or shutting down: it takes no connections now.',
    es: 'PostgreSQL en {server} se está iniciando o deteniendo: por ahora no acepta conexiones.',
  },
  timeUnknown: {
    ...UNREACHABLE,
    en: 'PostgreSQL has not answered since this process started, so the time is not known yet.',
    es: 'PostgreSQL no ha respondido desde que se inició este proceso, por lo que aún no se sabe la hora.',
  },
  outOfResources: {
    ...UNREACHABLE,
    en: 'PostgreSQL at {server} cannot do this now: {message}.',
    es: 'PostgreSQL en {server} no puede hacer esto ahora: {message}.',
  },
  serverFull: {
    ...FULL_OF_CONNECTIONS,
    en: 'PostgreSQL at {server} has no connection to spare ({message}): raise that limit, or run fewer processes.',
    es: 'PostgreSQL en {server} no tiene conexiones libres ({message}): suba ese límite o ejecute menos procesos.',
  },
  poolFull: {
    ...FULL_OF_CONNECTIONS,
    en: 'All connections of this process to PostgreSQL at {server} were in use for {seconds} s.',
    es: 'Todas las conexiones de este proceso con PostgreSQL en {server} estuvieron en uso durante {seconds} s.',
  },
  wrongPassword: {
    ...DENIED,
    en: 'PostgreSQL at {server} refuses the user "{user}" or the password in DATABASE_URL.',
    es: 'PostgreSQL en {server} rechaza el usuario «{user}» o la contraseña de DATABASE_URL.',
  },
  noPassword: {
    ...DENIED,
    en: 'No password was given, and PostgreSQL at {server} asks for the one of the user "{user}": write it into DATABASE_URL (postgresql://user:password@host:port/database).',
    es: 'No se indicó ninguna contraseña y PostgreSQL en {server} pide la del usuario «{user}»: escríbala en DATABASE_URL (postgresql://usuario:contraseña@host:puerto/base).',
  },
  sessionRefused: {
    code: 'backend.session-refused',
    brief: 'The PostgreSQL backend refuses a setting of the session.',
    en: 'PostgreSQL at {server} refuses a setting of the session ({message}): correct what follows the ? in DATABASE_URL.',
    es: 'PostgreSQL en {server} rechaza un ajuste de la sesión ({message}): corrija lo que sigue al ? en DATABASE_URL.',
  },
  notLetIn: {
    ...DENIED,
    en: 'PostgreSQL at {server} does not let the user "{user}" into the database "{database}" this way: {message}.',
    es: 'PostgreSQL en {server} no permite al usuario «{user}» conectarse así a la base de datos «{database}»: {message}.',
  },
  noDatabase: {
    code: 'backend.no-such-database',
    brief: 'The database named in DATABASE_URL does not exist.',
    en: 'PostgreSQL at {server} has no database "{database}": create it, or correct its name in DATABASE_URL.',
    es: 'PostgreSQL en {server} no tiene la base de datos «{database}»: créela o corrija su nombre en DATABASE_URL.',
  },
  noPermission: {
    code: 'backend.missing-permission',
    brief: 'The user in DATABASE_URL may not do what Taquilla needs in this database.',
    en: 'The user "{user}" may not do what Taquilla needs in the database "{database}" at {server}: {message}. Let this user own the database.',
    es: 'El usuario «{user}» no puede hacer lo que Taquilla necesita en la base de datos «{database}» en {server}: {message}. Haga a este usuario dueño de la base de datos.',
  },
  diskFull: {
    code: 'backend.disk-full',
    brief: 'The PostgreSQL backend has no space left.',
    en: 'The disk of PostgreSQL at {server} is full: make room there.',
    es: 'El disco de PostgreSQL en {server} está lleno: libere espacio allí.',
  },
  outOfMemory: {
    code: 'backend.out-of-memory',
    brief: 'The PostgreSQL backend has no memory left.',
    en: 'PostgreSQL at {server} has no memory left ({message}): give it more, or lower its work_mem or max_connections.',
    es: 'PostgreSQL en {server} se quedó sin memoria ({message}): dele más o baje su work_mem o su max_connections.',
  },
  serverFault: {
    code: 'backend.server-fault',
    brief: 'The PostgreSQL backend reports a fault of its own.',
    en: 'PostgreSQL at {server} reports a fault of its own ({message}): look into its log, and at its disk.',
    es: 'PostgreSQL en {server} informa un error interno ({message}): revise su registro y su disco.',
  },
  dataDamaged: {
    code: 'backend.data-damaged',
    brief: 'Data of the PostgreSQL backend are damaged.',
    en: 'Data of the database "{database}" at {server} are damaged ({message}): stop writing to it, and restore a backup or repair it.',
    es: 'Hay datos dañados en la base de datos «{database}» en {server} ({message}): deje de escribir en ella y restaure una copia de seguridad o repárela.',
  },
  transactionTooLong: {
    code: 'backend.statement-timeout',
    brief: 'The PostgreSQL backend ended a transaction that took too long.',
    en: 'PostgreSQL at {server} ended a transaction because of a time limit ({message}): raise transaction_timeout of the role "{user}" or of the database "{database}".',
    es: 'PostgreSQL en {server} terminó una transacción por un límite de tiempo ({message}): suba transaction_timeout del rol «{user}» o de la base de datos «{database}».',
  },
  contention: {
    code: 'backend.contention',
    en: 'Another transaction was in the way.',
    es: 'Otra transacción lo impidió.',
  },
  tooSlow: {
    code: 'backend.statement-timeout',
    brief: 'The PostgreSQL backend took too long to answer.',
    en: 'PostgreSQL at {server} took too long to answer.',
    es: 'PostgreSQL en {server} tardó demasiado en responder.',
  },
  answerLost: {
    code: 'backend.no-answer',
    brief: 'The PostgreSQL backend did not answer.',
    en: 'PostgreSQL at {server} did not answer a statement within {seconds} s: the network on the way loses answers, or the server hangs.',
    es: 'PostgreSQL en {server} no respondió a una instrucción en {seconds} s: la red del camino pierde respuestas o el servidor está colgado.',
  },
  standby: {
    ...READ_ONLY,
    en: 'PostgreSQL at {server} is a standby, which takes no changes: name the primary server in DATABASE_URL.',
    es: 'PostgreSQL en {server} es una réplica, que no acepta cambios: indique el servidor primario en DATABASE_URL.',
  },
  readOnly: {
    ...READ_ONLY,
    en: 'The database "{database}" at {server} takes no changes: it is a standby, or default_transaction_read_only is on.',
    es: 'La base de datos «{database}» en {server} no acepta cambios: es una réplica, o default_transaction_read_only está activado.',
  },
  notPostgres: {
    code: 'backend.not-postgres',
    brief: 'DATABASE_URL leads to something that is not PostgreSQL.',
    en: 'What answers at {server} is not PostgreSQL: correct host and port in DATABASE_URL.',
    es: 'Lo que responde en {server} no es PostgreSQL: corrija el host y el puerto en DATABASE_URL.',
  },
  otherProtocol: {
    code: 'backend.not-postgres',
    brief: 'DATABASE_URL leads to something that is not PostgreSQL.',
    en: 'What answers at {server} speaks {protocol}, not PostgreSQL: correct host and port in DATABASE_URL.',
    es: 'Lo que responde en {server} habla {protocol}, no PostgreSQL: corrija el host y el puerto en DATABASE_URL.',
  },
  poolerRefuses: {
    ...POOLER,
    en: 'A pooler such as PgBouncer answers at {server} and refuses how a session begins ({message}): add that parameter to its ignore_startup_parameters.',
    es: 'En {server} responde un intermediario como PgBouncer, que rechaza el inicio de una sesión ({message}): agregue ese parámetro a su ignore_startup_parameters.',
  },
  poolerSplits: {
    ...POOLER,
    en: 'A pooler answers at {server} and gives each statement another session ({message}): set pool_mode = transaction there.',
    es: 'En {server} responde un intermediario que da a cada instrucción otra sesión ({message}): configure allí pool_mode = transaction.',
  },
  poolerShares: {
    ...POOLER,
    en: 'A pooler at {server} gives a session to another client before a statement ends ({message}): set pool_mode = transaction or session there.',
    es: 'Un intermediario en {server} entrega una sesión a otro cliente antes de que termine una instrucción ({message}): configure allí pool_mode = transaction o session.',
  },
  directUrl: {
    code: 'backend.direct-url',
    brief: 'DATABASE_DIRECT_URL brings no notices of the database in DATABASE_URL.',
    en: 'No notice from the database of DATABASE_URL arrives at {server}, to which DATABASE_DIRECT_URL leads: name the same database there, without a pooler in between.',
    es: 'Los avisos de la base de datos de DATABASE_URL no llegan a {server}, el servidor de DATABASE_DIRECT_URL: indique allí la misma base de datos, sin un intermediario.',
  },
  tooOld: {
    code: 'backend.too-old',
    brief: 'Taquilla needs PostgreSQL 15 or newer.',
    en: 'PostgreSQL at {server} is version {version}, and Taquilla needs 15 or newer.',
    es: 'PostgreSQL en {server} es la versión {version} y Taquilla necesita la 15 o una más nueva.',
  },
  notUtf8: {
    code: 'backend.not-utf8',
    brief: "The PostgreSQL backend's database is not in UTF8.",
    en: 'The database "{database}" at {server} has the encoding {encoding}, and Taquilla needs UTF8: create it with encoding \'UTF8\' and template template0.',
    es: "La base de datos «{database}» en {server} tiene la codificación {encoding} y Taquilla necesita UTF8: créela con encoding 'UTF8' y template template0.",
  },
} as const satisfies Readonly<Record<string, Sentence>>;
