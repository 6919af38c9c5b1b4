import { type Sentence, sentence } from './sentence.ts';

const DAMAGED = 'backup.damaged';
const NEWER = 'backup.of-newer-version';
const HAS_DATA = 'restore.has-data';
const OTHER_KEY = 'restore.secret-key';
const TIMELINES = 'restore.several-timelines';

/** Errors of creating or restoring a backup. */
export const BACKUP_SENTENCES = {
  fileThere: sentence(
    'backup.file-exists',
    'The file {file} already exists: name another one. A backup never replaces another one.',
    'El archivo {file} ya existe: indique otro. Una copia de seguridad nunca reemplaza a otra.',
  ),
  partialThere: sentence(
    'backup.file-exists',
    'The file {file} already exists: another backup is being written, or one was interrupted. Delete it if none is running.',
    'El archivo {file} ya existe: otra copia de seguridad se está escribiendo o una se interrumpió. Bórrelo si ninguna está en curso.',
  ),
  notWritten: sentence(
    'backup.not-written',
    'The backup cannot be written to {file} ({reason}). The part that was written was removed, as far as the disk allows.',
    'La copia de seguridad no se puede escribir en {file} ({reason}). La parte que se había escrito se borró, en la medida en que el disco lo permite.',
  ),
  notRead: sentence(
    'backup.not-readable',
    'The file {file} cannot be read ({reason}).',
    'El archivo {file} no se puede leer ({reason}).',
  ),
  foreignFile: sentence(
    'backup.foreign-file',
    'The file {file} is not a backup of Taquilla.',
    'El archivo {file} no es una copia de seguridad de Taquilla.',
  ),
  cutOff: sentence(
    DAMAGED,
    'The backup {file} ends too early: a part of it is missing. Take another one.',
    'La copia de seguridad {file} termina antes de tiempo: le falta una parte. Use otra.',
  ),
  altered: sentence(
    DAMAGED,
    'The backup {file} was changed or is damaged. Take another one.',
    'La copia de seguridad {file} fue modificada o está dañada. Use otra.',
  ),
  wrongPassphrase: {
    code: 'backup.wrong-passphrase',
    en: 'This passphrase does not open the backup {file}, or the beginning of the file was changed.',
    es: 'Esta frase de contraseña no abre la copia de seguridad {file}, o el comienzo del archivo fue modificado.',
  },
  ofNewerFormat: sentence(
    NEWER,
    'The backup {file} was made by a newer version of Taquilla: restore it with that version, or with a later one.',
    'La copia de seguridad {file} fue hecha por una versión más nueva de Taquilla: restáurela con esa versión o con una posterior.',
  ),
  ofNewerSchema: sentence(
    NEWER,
    'The backup {file} was made by Taquilla {version}, whose tables this version does not know ({migration}): restore it with that version, or with a later one.',
    'La copia de seguridad {file} fue hecha por Taquilla {version}, cuyas tablas esta versión no conoce ({migration}): restáurela con esa versión o con una posterior.',
  ),
  nothingThere: sentence(
    'backup.nothing-there',
    'There is nothing to back up in {place}: it has no tables of Taquilla.',
    'No hay nada que copiar en {place}: no tiene tablas de Taquilla.',
  ),
  notBundled: sentence(
    'backup.not-bundled',
    'Only the bundled PostgreSQL can be backed up and restored by its files: leave DATABASE_URL unset, or use the tools of that server.',
    'Solo el PostgreSQL incluido se puede copiar y restaurar por sus archivos: deje DATABASE_URL sin definir o use las herramientas de ese servidor.',
  ),
  noArchive: sentence(
    'backup.no-archive',
    'The files of a running PostgreSQL are useless without its archive: set TAQUILLA_ARCHIVE_DIR, and start Taquilla again.',
    'Los archivos de un PostgreSQL en marcha no sirven sin su archivo de WAL: defina TAQUILLA_ARCHIVE_DIR e inicie Taquilla de nuevo.',
  ),
  archiveNotMade: sentence(
    'backup.no-archive',
    'The archive {folder} cannot be created or written ({reason}): give the user who runs Taquilla access to it, or name another in TAQUILLA_ARCHIVE_DIR.',
    'El archivo de WAL {folder} no se puede crear o escribir ({reason}): dé permiso sobre él al usuario que ejecuta Taquilla o indique otro en TAQUILLA_ARCHIVE_DIR.',
  ),
  archiveFails: sentence(
    'backup.no-archive',
    'The bundled PostgreSQL cannot write to its archive, so these files would be useless: its log says why ({log}).',
    'El PostgreSQL incluido no puede escribir en su archivo de WAL, así que estos archivos no servirían: su registro dice por qué ({log}).',
  ),
  hasData: sentence(
    HAS_DATA,
    'There is data in {place} ({found}), and nothing was changed. To discard that data, name it: --replace {name}',
    'Hay datos en {place} ({found}), así que no se cambió nada. Para desecharlos, nómbrelo: --replace {name}',
  ),
  otherName: sentence(
    HAS_DATA,
    '--replace names "{given}", but the backup would go to {place}. Nothing was changed; to discard its data, write: --replace {name}',
    '--replace nombra «{given}», pero la copia de seguridad iría a {place}. Nada cambió; para desechar sus datos, escriba: --replace {name}',
  ),
  serviceRuns: {
    code: 'restore.service-runs',
    en: 'A service uses {place} now ({processes}): stop it first. A process that was killed counts as running for 20 seconds.',
    es: 'Un servicio usa {place} ahora ({processes}): deténgalo primero. Un proceso que fue terminado a la fuerza cuenta por 20 segundos.',
  },
  leanedOn: sentence(
    'restore.leaned-on',
    'Other objects of this database depend on tables of Taquilla, which therefore cannot be replaced: restore into an empty database.',
    'Otros objetos de esta base de datos dependen de tablas de Taquilla, que por eso no se pueden reemplazar: restaure en una base de datos vacía.',
  ),
  anotherKey: sentence(
    OTHER_KEY,
    'TAQUILLA_SECRET_KEY is not the key of this backup, which alone opens the secrets in it. Set that key, or have it written to a file: --secret-key-to FILE',
    'TAQUILLA_SECRET_KEY no es la clave de esta copia de seguridad, la única que abre sus secretos. Defina esa clave o haga que se escriba en un archivo: --secret-key-to ARCHIVO',
  ),
  noPlaceForKey: sentence(
    OTHER_KEY,
    'TAQUILLA_SECRET_KEY is not set, and the secrets of this backup need its key. Have it written to a file: --secret-key-to FILE',
    'TAQUILLA_SECRET_KEY no está definida, y los secretos de esta copia de seguridad necesitan su clave. Haga que se escriba en un archivo: --secret-key-to ARCHIVO',
  ),
  keyNotWritten: sentence(
    OTHER_KEY,
    'The secret key cannot be written to {file} ({reason}), so nothing was restored.',
    'La clave secreta no se puede escribir en {file} ({reason}), así que nada se restauró.',
  ),
  keyNotPlaced: sentence(
    OTHER_KEY,
    'The data was restored, but the secret key stayed in {draft}, because it could not be renamed to {file} ({reason}): rename it yourself.',
    'Los datos se restauraron, pero la clave secreta quedó en {draft}, porque no se le pudo dar el nombre {file} ({reason}): cámbielo usted.',
  ),
  severalTimelines: sentence(
    TIMELINES,
    'After the backup {file}, the archive {folder} continues on several timelines: {own}, on which the backup was made, and {others}, which restores began. Each of them lacks what was written on the others. Choose one with --timeline; the highest number is the newest. Nothing was restored.',
    'Después de la copia de seguridad {file}, el archivo de WAL {folder} continúa por varias líneas de tiempo: {own}, en la que se hizo la copia, y {others}, que empezaron con restauraciones. A cada una le falta lo que se escribió en las otras. Elija una con --timeline; el número más alto es la más nueva. Nada se restauró.',
  ),
  oneTimeline: sentence(
    TIMELINES,
    'After the backup {file}, the archive {folder} has only the timeline {own}: leave out --timeline. Nothing was restored.',
    'Después de la copia de seguridad {file}, el archivo de WAL {folder} solo tiene la línea de tiempo {own}: omita --timeline. Nada se restauró.',
  ),
  momentNotThere: sentence(
    'restore.moment-not-archived',
    'The archive {folder} does not reach {moment} on this timeline: name an earlier moment, or leave out --until for the last one. Nothing was restored.',
    'El archivo de WAL {folder} no llega hasta {moment} en esta línea de tiempo: indique un momento anterior u omita --until para llegar al último. Nada se restauró.',
  ),
  momentTooEarly: sentence(
    'restore.moment-not-archived',
    'The backup {file} was made at {made}, after {moment}: use an earlier one. Nothing was restored.',
    'La copia de seguridad {file} se hizo el {made}, después de {moment}: use una anterior. Nada se restauró.',
  ),
  noMomentInTables: sentence(
    'restore.no-moments',
    'The backup {file} contains one moment, {made}: --until and --timeline are for backups of files.',
    'La copia de seguridad {file} contiene un solo momento, {made}: --until y --timeline son para copias de los archivos del servidor.',
  ),
} as const satisfies Readonly<Record<string, Sentence>>;
