import type { Sentence } from './sentence.ts';

const NEWER = {
  code: 'backend.newer-schema',
  brief: 'This database was migrated by a newer Taquilla. Install that version again, or a later one.',
} as const;
const FOREIGN = {
  code: 'backend.foreign-tables',
  brief: "The PostgreSQL backend's database belongs to another program.",
} as const;

/** Errors of the backend's schema and its tables. */
export const BACKEND_TABLES_SENTENCES = {
  notMigrated: {
    code: 'backend.not-migrated',
    brief: 'The PostgreSQL backend lacks tables or columns.',
    en: 'The database "{database}" at {server} lacks tables or columns of this version. Run: {command}',
    es: 'A la base de datos «{database}» en {server} le faltan tablas o columnas de esta versión. Ejecute: {command}',
  },
  noSchema: {
    code: 'backend.no-such-schema',
    brief: 'The schema in which Taquilla should keep its tables does not exist.',
    en: 'The database "{database}" at {server} has no schema in which the user "{user}" may make tables ({message}): create it, or correct search_path in DATABASE_URL.',
    es: 'La base de datos «{database}» en {server} no tiene un esquema en el que el usuario «{user}» pueda crear tablas ({message}): créelo o corrija search_path en DATABASE_URL.',
  },
  newerSchema: {
    ...NEWER,
    en: 'The database "{database}" at {server} was migrated by a newer Taquilla ({migration}). Install that version again, or a later one.',
    es: 'La base de datos «{database}» en {server} fue migrada por una versión más nueva de Taquilla ({migration}). Instale de nuevo esa versión o una posterior.',
  },
  newerVersion: {
    ...NEWER,
    en: 'The database "{database}" at {server} was migrated by Taquilla {program} ({migration}), and older versions cannot use it. Install version {program} or a later one.',
    es: 'La base de datos «{database}» en {server} fue migrada por Taquilla {program} ({migration}) y las versiones anteriores no pueden usarla. Instale la versión {program} o una posterior.',
  },
  olderProcesses: {
    code: 'backend.older-processes',
    brief: 'Processes of another version still run, and the next migration breaks older versions.',
    en: 'The migration {migration} breaks older versions, and processes of another version still use the database "{database}" at {server}: {processes}. Stop them, and migrate again.',
    es: 'Después de la migración {migration}, las versiones anteriores no pueden usar la base de datos «{database}» en {server}, y todavía la usan procesos de otra versión: {processes}. Deténgalos y migre de nuevo.',
  },
  foreignMarks: {
    ...FOREIGN,
    en: 'The table schema_migrations in the schema "{schema}" of the database "{database}" at {server} is another program\'s. Give Taquilla a database of its own in DATABASE_URL, or a schema of its own (?options=-c%20search_path%3Dtaquilla).',
    es: 'La tabla schema_migrations del esquema «{schema}» de la base de datos «{database}» en {server} es de otro programa. Dé a Taquilla su propia base de datos en DATABASE_URL o su propio esquema (?options=-c%20search_path%3Dtaquilla).',
  },
  foreignTables: {
    ...FOREIGN,
    en: 'The schema "{schema}" of the database "{database}" at {server} has tables of another program with names that Taquilla needs ({tables}). Give Taquilla a database of its own in DATABASE_URL, or a schema of its own (?options=-c%20search_path%3Dtaquilla).',
    es: 'El esquema «{schema}» de la base de datos «{database}» en {server} tiene tablas de otro programa con nombres que Taquilla necesita ({tables}). Dé a Taquilla su propia base de datos en DATABASE_URL o su propio esquema (?options=-c%20search_path%3Dtaquilla).',
  },
  foreignObject: {
    ...FOREIGN,
    en: 'The migration {migration} does not fit the schema "{schema}" of the database "{database}" at {server}, where another program has objects with the same names, or changed those of Taquilla ({message}). Give Taquilla a database of its own in DATABASE_URL, or a schema of its own (?options=-c%20search_path%3Dtaquilla).',
    es: 'La migración {migration} no calza con el esquema «{schema}» de la base de datos «{database}» en {server}, donde otro programa tiene objetos con los mismos nombres o cambió los de Taquilla ({message}). Dé a Taquilla su propia base de datos en DATABASE_URL o su propio esquema (?options=-c%20search_path%3Dtaquilla).',
  },
  missingTables: {
    code: 'backend.missing-tables',
    brief: 'The PostgreSQL backend lost tables.',
    en: 'The schema "{schema}" of the database "{database}" at {server} lacks tables that Taquilla made there ({tables}): another program removed or renamed them. Restore a backup, or give Taquilla an empty database in DATABASE_URL.',
    es: 'Al esquema «{schema}» de la base de datos «{database}» en {server} le faltan tablas que Taquilla creó allí ({tables}): otro programa las eliminó o les cambió el nombre. Restaure una copia de seguridad o dé a Taquilla una base de datos vacía en DATABASE_URL.',
  },
} as const satisfies Readonly<Record<string, Sentence>>;
