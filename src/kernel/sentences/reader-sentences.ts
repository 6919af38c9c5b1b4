import { type Sentence, sentence } from './sentence.ts';

/** Errors of the role that reads the backend with SQL. */
export const READER_SENTENCES = {
  missing: sentence(
    'backend.reader-missing',
    'The user "{user}" may not create roles at {server}. Let an administrator of that server run: create role {role}; and run this command again.',
    'El usuario «{user}» no puede crear roles en {server}. Pida a un administrador de ese servidor que ejecute: create role {role}; y ejecute de nuevo este comando.',
  ),
  unfit: sentence(
    'backend.reader-unfit',
    'The role "{role}" at {server} can read more than a reader may, for example {column}: it is a superuser, has the rights of the tables\' owner or of all readers, or PUBLIC may read the tables. Take these rights back, or choose another role.',
    'El rol «{role}» en {server} puede leer más que un rol de lectura, por ejemplo {column}: es superusuario, tiene los derechos del dueño de las tablas o de leer todo, o PUBLIC puede leer las tablas. Quite esos derechos o elija otro rol.',
  ),
  noSchema: sentence(
    'backend.missing-permission',
    'The user "{user}" may not let the role "{role}" use the schema of Taquilla\'s tables in the database "{database}" at {server}. Let the owner of the schema run: grant usage on schema … to {role}; and run this command again.',
    'El usuario «{user}» no puede permitir que el rol «{role}» use el esquema de las tablas de Taquilla en la base de datos «{database}» en {server}. Pida al dueño del esquema que ejecute: grant usage on schema … to {role}; y ejecute de nuevo este comando.',
  ),
  usedElsewhere: sentence(
    'backend.reader-shared',
    'The role "{role}" already has rights elsewhere at {server} ({places}), and its members would read both. Name another role with --role, or name this one if they should.',
    'El rol «{role}» ya tiene derechos en otro lugar de {server} ({places}) y sus miembros leerían ambos. Indique otro rol con --role, o indique este si deben hacerlo.',
  ),
} as const satisfies Readonly<Record<string, Sentence>>;
