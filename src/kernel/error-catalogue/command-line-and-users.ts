import type { ErrorEntry } from '../error-kinds.ts';

/** Errors of the command line and of user accounts. */
export const USER_ERRORS = {
  'cli.options': {
    kind: 'invalid',
    en: 'The options of the command are wrong.',
    es: 'Las opciones del comando no son correctas.',
    adviceEn: 'Correct the options that the message names.',
    adviceEs: 'Corrija las opciones que nombra el mensaje.',
  },
  'cli.ambiguous': {
    kind: 'invalid',
    en: 'The name, or the beginning of the id, matches several.',
    es: 'El nombre, o el comienzo del identificador, coincide con varios.',
    adviceEn: 'The message lists the matches: give more characters of the id.',
    adviceEs: 'El mensaje enumera las coincidencias: indique más caracteres del identificador.',
  },
  'user.email-taken': {
    kind: 'conflict',
    en: 'A user with this e-mail address exists already.',
    es: 'Ya existe un usuario con este correo.',
  },
  'user.malformed-email': {
    kind: 'invalid',
    en: 'This is not an e-mail address.',
    es: 'Esto no es una dirección de correo.',
    adviceEn: 'Correct the address.',
    adviceEs: 'Corrija la dirección.',
  },
  'user.email-needed': {
    kind: 'invalid',
    en: 'Without a terminal, the user is named with --email.',
    es: 'Sin terminal, el usuario se indica con --email.',
    adviceEn: 'Name the user with `--email`: without a terminal, the command cannot ask for it.',
    adviceEs: 'Indique el usuario con `--email`: sin terminal, el comando no puede preguntarlo.',
  },
  'user.weak-password': {
    kind: 'invalid',
    en: 'The password is too short or too common.',
    es: 'La contraseña es demasiado corta o demasiado común.',
    adviceEn: 'Use a longer or less common password.',
    adviceEs: 'Use una contraseña más larga o menos común.',
  },
  'user.none': {
    kind: 'missing',
    en: 'There is no such user.',
    es: 'No existe ese usuario.',
  },
  'token.none': {
    kind: 'missing',
    en: 'There is no such token.',
    es: 'No existe ese token.',
    adviceEn: '`{taquilla} tokens list` shows all tokens.',
    adviceEs: '`{taquilla} tokens list` muestra todos los tokens.',
  },
  'user.disabled': {
    kind: 'conflict',
    en: 'This user may not sign in, so links do not work for them.',
    es: 'Este usuario no puede iniciar sesión, así que los enlaces no le sirven.',
    adviceEn: 'Switch the user on again first, in the panel or over the API.',
    adviceEs: 'Active antes de nuevo al usuario, en el panel o por la API.',
  },
  'user.no-mail': {
    kind: 'config',
    en: 'No links can be sent by mail from here: SMTP_URL or PUBLIC_URL is not set.',
    es: 'Desde aquí no se pueden enviar enlaces por correo: faltan SMTP_URL o PUBLIC_URL.',
    adviceEn: 'Set `PUBLIC_URL` (and `SMTP_URL` for `--mail`), or give the new password to the command.',
    adviceEs: 'Defina `PUBLIC_URL` (y `SMTP_URL` para `--mail`), o dé la contraseña nueva al comando.',
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;
