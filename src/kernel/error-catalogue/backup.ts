import type { ErrorEntry } from '../error-kinds.ts';

/** Errors of a backup and of its restore. */
export const BACKUP_ERRORS = {
  'backup.file-exists': {
    kind: 'invalid',
    en: 'The file of the backup is there already.',
    es: 'El archivo de la copia de seguridad ya existe.',
    adviceEn: 'Name another file. If it is a `.partial` file and no backup is running, delete it.',
    adviceEs:
      'Indique otro archivo. Si es un archivo `.partial` y ninguna copia de seguridad está en curso, bórrelo.',
  },
  'backup.not-written': {
    kind: 'config',
    en: 'The backup cannot be written.',
    es: 'La copia de seguridad no se puede escribir.',
    adviceEn: 'Make room on the disk, or allow this user to write there.',
    adviceEs: 'Haga espacio en el disco, o permita que este usuario escriba allí.',
  },
  'backup.not-readable': {
    kind: 'config',
    en: 'The file of the backup cannot be read.',
    es: 'El archivo de la copia de seguridad no se puede leer.',
    adviceEn: "Correct the file's name, or allow this user to read it.",
    adviceEs: 'Corrija el nombre del archivo, o permita que este usuario lo lea.',
  },
  'backup.foreign-file': {
    kind: 'invalid',
    en: 'The file is not a backup of Taquilla.',
    es: 'El archivo no es una copia de seguridad de Taquilla.',
    adviceEn: 'Name a file that `{taquilla} backup` made.',
    adviceEs: 'Indique un archivo que haya creado `{taquilla} backup`.',
  },
  'backup.damaged': {
    kind: 'invalid',
    en: 'A part of the backup is missing or was changed.',
    es: 'Una parte de la copia de seguridad falta o fue modificada.',
    adviceEn: 'Use another copy of this backup, or another backup.',
    adviceEs: 'Use otro ejemplar de esta copia de seguridad, u otra.',
  },
  'backup.wrong-passphrase': {
    kind: 'denied',
    en: 'The passphrase does not open the backup.',
    es: 'La frase de contraseña no abre la copia de seguridad.',
    adviceEn: 'Give the passphrase with which the backup was made.',
    adviceEs: 'Dé la frase de contraseña con la que se hizo la copia de seguridad.',
  },
  'backup.of-newer-version': {
    kind: 'config',
    en: 'The backup is from a newer Taquilla.',
    es: 'La copia de seguridad es de una versión más nueva de Taquilla.',
    adviceEn: 'Restore it with the version that made it, or a later one.',
    adviceEs: 'Restáurela con la versión que la hizo, o con una posterior.',
  },
  'backup.nothing-there': {
    kind: 'config',
    en: 'There is nothing to back up: this backend has no tables of Taquilla.',
    es: 'No hay nada que respaldar: este sistema de entradas no tiene tablas de Taquilla.',
    adviceEn: 'Correct `DATABASE_URL` or `TAQUILLA_DATA_DIR`.',
    adviceEs: 'Corrija `DATABASE_URL` o `TAQUILLA_DATA_DIR`.',
  },
  'backup.not-bundled': {
    kind: 'config',
    en: 'Only the bundled PostgreSQL is backed up and restored by its files.',
    es: 'Solo el PostgreSQL incluido se respalda y restaura por sus archivos.',
    adviceEn: '`--files` is for the bundled PostgreSQL: leave it out.',
    adviceEs: '`--files` es para el PostgreSQL incluido: omítalo.',
  },
  'backup.no-archive': {
    kind: 'config',
    en: 'A backup of the files of a running PostgreSQL needs its archive.',
    es: 'Una copia de los archivos de un PostgreSQL en marcha necesita su archivo de transacciones.',
    adviceEn:
      'Set `TAQUILLA_ARCHIVE_DIR` and restart Taquilla, or allow PostgreSQL to write to that folder, as the message says.',
    adviceEs:
      'Defina `TAQUILLA_ARCHIVE_DIR` e inicie Taquilla de nuevo, o permita que PostgreSQL escriba en esa carpeta, como dice el mensaje.',
  },
  'restore.has-data': {
    kind: 'config',
    en: 'The place to restore into already holds data.',
    es: 'El lugar donde se restaura ya tiene datos.',
    adviceEn:
      'Restore into an empty database or data folder, or confirm with `--replace` and its name that its data may be deleted.',
    adviceEs:
      'Restaure en una base de datos o carpeta de datos vacía, o confirme con `--replace` y su nombre que sus datos se pueden borrar.',
  },
  'restore.service-runs': {
    kind: 'conflict',
    en: 'A service still uses the place to restore into.',
    es: 'Un servicio aún usa el lugar donde se restaura.',
    adviceEn: 'Stop the service and try again.',
    adviceEs: 'Detenga el servicio e inténtelo de nuevo.',
  },
  'restore.leaned-on': {
    kind: 'config',
    en: 'Other objects of the database depend on tables of Taquilla.',
    es: 'Otros objetos de la base de datos dependen de tablas de Taquilla.',
    adviceEn:
      'Restore into an empty database: in this one, views, foreign keys or triggers of other programs depend on the tables of Taquilla.',
    adviceEs:
      'Restaure en una base de datos vacía: en esta, vistas, claves foráneas o triggers de otros programas dependen de las tablas de Taquilla.',
  },
  'restore.secret-key': {
    kind: 'config',
    en: 'The backup has another secret key.',
    es: 'La copia de seguridad tiene otra clave secreta.',
    adviceEn: 'Set the secret key of the backup, or name a new file with `--secret-key-to`.',
    adviceEs:
      'Defina la clave secreta de la copia de seguridad, o indique un archivo nuevo con `--secret-key-to`.',
  },
  'restore.moment-not-archived': {
    kind: 'invalid',
    en: 'The backup and the archive do not reach this moment.',
    es: 'La copia de seguridad y su archivo no alcanzan ese momento.',
    adviceEn: 'Name another moment, or use an earlier backup, as the message says.',
    adviceEs: 'Indique otro momento o use una copia de seguridad anterior, como dice el mensaje.',
  },
  'restore.several-timelines': {
    kind: 'invalid',
    en: 'The archive holds several timelines.',
    es: 'El archivo tiene varias líneas de tiempo.',
    adviceEn: 'Choose one of the timelines that the message lists with `--timeline`.',
    adviceEs: 'Elija con `--timeline` una de las líneas de tiempo que enumera el mensaje.',
  },
  'restore.no-moments': {
    kind: 'invalid',
    en: 'This backup can only be restored to the moment at which it was made.',
    es: 'Esta copia de seguridad solo se puede restaurar al momento en que se hizo.',
    adviceEn:
      'Only a backup made with `--files` can be restored to a chosen moment: use one, or leave `--until` and `--timeline` out.',
    adviceEs:
      'Solo una copia hecha con `--files` se puede restaurar a un momento elegido: use una, u omita `--until` y `--timeline`.',
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;
