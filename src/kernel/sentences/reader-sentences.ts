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
    'The role "{role}" at {server} can do everything in Taquilla\'s tables, because it is a superuser or has the rights of their owner: choose another one.',
    'El rol «{role}» en {server} puede hacer todo en las tablas de Taquilla, porque es superusuario o tiene los derechos de su dueño: elija otro.',
  ),
  usedElsewhere: sentence(
    'backend.reader-shared',
    'The role "{role}" already has rights elsewhere at {server} ({places}), and its members would read both. Name another role with --role, or name this one if they should.',
    'El rol «{role}» ya tiene derechos en otro lugar de {server} ({places}) y sus miembros leerían ambos. Indique otro rol con --role, o indique este si deben hacerlo.',
  ),
} as const satisfies Readonly<Record<string, Sentence>>;
