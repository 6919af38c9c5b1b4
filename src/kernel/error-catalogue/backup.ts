import type { ErrorEntry } from '../error-kinds.ts';

/** Errors of a backup and of its restore. */
export const BACKUP_ERRORS = {
  'backup.file-exists': {
    kind: 'invalid',
    en: 'The file of the backup is there already.',
    es: 'El archivo de la copia de seguridad ya existe.',
    adviceEn: 'Name another file; delete a `.partial` one of which no backup is running.',
    adviceEs: 'Indique otro archivo; borre uno `.partial` si ninguna copia de seguridad está en curso.',
  },
  'backup.not-written': {
    kind: 'config',
    en: 'The backup cannot be written.',
    es: 'La copia de seguridad no se puede escribir.',
    adviceEn: 'Make room, or let this user write there.',
    adviceEs: 'Haga espacio, o permita que este usuario escriba allí.',
  },
  'backup.not-readable': {
    kind: 'config',
    en: 'The file of the backup cannot be read.',
    es: 'El archivo de la copia de seguridad no se puede leer.',
    adviceEn: "Correct the file's name, or let this user read it.",
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
    adviceEn: 'Take another copy of this backup, or another backup.',
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
    es: 'La copia de seguridad es de un Taquilla más nuevo.',
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
      'Set `TAQUILLA_ARCHIVE_DIR` and start Taquilla again, or let PostgreSQL write there, as the sentence says.',
    adviceEs:
      'Defina `TAQUILLA_ARCHIVE_DIR` e inicie Taquilla de nuevo, o permita que PostgreSQL escriba allí, como dice la frase.',
  },
  'restore.has-data': {
    kind: 'config',
    en: 'The place to restore into already holds data.',
    es: 'El lugar donde se restaura ya tiene datos.',
    adviceEn: 'Restore into an empty database or data folder, or name with `--replace` what is thrown away.',
    adviceEs:
      'Restaure en una base de datos o carpeta de datos vacía, o indique con `--replace` lo que se descarta.',
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
      "Restore into an empty database: views, keys or triggers of others depend on this one's tables.",
    adviceEs:
      'Restaure en una base de datos vacía: vistas, claves o triggers de otros dependen de las tablas de esta.',
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
    adviceEn: 'Name another moment, or take an earlier backup, as the sentence says.',
    adviceEs: 'Indique otro momento o use una copia de seguridad anterior, como dice la frase.',
  },
  'restore.several-timelines': {
    kind: 'invalid',
    en: 'The archive holds several timelines.',
    es: 'El archivo tiene varias líneas de tiempo.',
    adviceEn: 'Choose with `--timeline` which one of the archive is followed, as the sentence says.',
    adviceEs: 'Elija con `--timeline` cuál del archivo se sigue, como dice la frase.',
  },
  'restore.no-moments': {
    kind: 'invalid',
    en: 'This backup has one moment only.',
    es: 'Esta copia de seguridad tiene un solo momento.',
    adviceEn: 'Leave `--until` and `--timeline` out, or take a backup of files.',
    adviceEs: 'Omita `--until` y `--timeline`, o use una copia de seguridad de archivos.',
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;
