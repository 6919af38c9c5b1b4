import type { ErrorEntry } from '../error-kinds.ts';

/** Errors of credentials and of their secrets. */
export const CREDENTIALS_ERRORS = {
  'credentials.none': {
    kind: 'missing',
    en: 'There are no such credentials.',
    es: 'No existen esas credenciales.',
    adviceEn: 'Look the name up with `{taquilla} credentials list`.',
    adviceEs: 'Busque el nombre con `{taquilla} credentials list`.',
  },
  'credentials.no-default': {
    kind: 'missing',
    en: 'There is no default set of credentials: add one, or name one.',
    es: 'No hay credenciales predeterminadas: agregue unas, o indique cuáles.',
    adviceEn: 'Name a set, or add the first one.',
    adviceEs: 'Indique unas credenciales, o añada las primeras.',
  },
  'credentials.name-taken': {
    kind: 'conflict',
    en: 'Another set of credentials has this name.',
    es: 'Otras credenciales tienen este nombre.',
    adviceEn: 'Use another name.',
    adviceEs: 'Use otro nombre.',
  },
  'credentials.environment-name-taken': {
    kind: 'conflict',
    en: 'A saved set of credentials is called "environment": rename it, that name is for WOOCOMMERCE_….',
    es: 'Unas credenciales guardadas se llaman «environment», nombre reservado para las variables WOOCOMMERCE_…: cámbieles el nombre.',
    adviceEn:
      '`environment` is the name of the set that the variables `WOOCOMMERCE_…` make: rename the saved set.',
    adviceEs:
      '`environment` es el nombre de las credenciales que forman las variables `WOOCOMMERCE_…`: cambie el nombre de las guardadas.',
  },
  'credentials.in-use': {
    kind: 'conflict',
    en: 'Configurations use these credentials: give them others first.',
    es: 'Hay configuraciones que usan estas credenciales: asígneles otras primero.',
    adviceEn: 'Give the configurations that use the set another one first.',
    adviceEs: 'Asigne antes otras credenciales a las configuraciones que usan estas.',
  },
  'credentials.is-default': {
    kind: 'conflict',
    en: 'This is the default set: make another one the default first.',
    es: 'Estas son las credenciales predeterminadas: elija otras primero.',
    adviceEn: 'Make another set the default first.',
    adviceEs: 'Elija antes otras credenciales como predeterminadas.',
  },
  'credentials.inactive': {
    kind: 'config',
    en: 'This set of credentials is switched off.',
    es: 'Estas credenciales están desactivadas.',
    adviceEn: 'Switch the set on again: `{taquilla} credentials set NAME --activate`.',
    adviceEs: 'Actívelas de nuevo: `{taquilla} credentials set NAME --activate`.',
  },
  'credentials.read-only': {
    kind: 'denied',
    en: 'This set comes from the environment: change its variables (WOOCOMMERCE_…) instead.',
    es: 'Estas credenciales vienen del entorno: cambie sus variables (WOOCOMMERCE_…).',
    adviceEn: 'The set comes from `WOOCOMMERCE_…`: change those.',
    adviceEs: 'Las credenciales vienen de `WOOCOMMERCE_…`: cambie esas variables.',
  },
  'credentials.no-environment': {
    kind: 'config',
    en: 'These credentials come from the environment, and WOOCOMMERCE_… are not set here.',
    es: 'Faltan aquí las variables WOOCOMMERCE_… de estas credenciales.',
    adviceEn: 'Set `WOOCOMMERCE_…` here too, or use another set.',
    adviceEs: 'Defina también aquí `WOOCOMMERCE_…`, o use otras credenciales.',
  },
  'credentials.secrets-needed': {
    kind: 'invalid',
    en: 'These credentials would lead elsewhere: give their secrets again.',
    es: 'Con este cambio, los secretos de las credenciales se enviarían a otro lugar: ingréselos de nuevo.',
    adviceEn: 'Give all secrets of the set again.',
    adviceEs: 'Indique de nuevo todos los secretos de estas credenciales.',
  },
  'credentials.secrets-malformed': {
    kind: 'invalid',
    en: 'The secrets on standard input must be one JSON object with texts or null.',
    es: 'Los secretos de la entrada estándar deben ser un solo objeto JSON con textos o null.',
    adviceEn: 'Write one JSON object with texts, as `credentials --help` shows.',
    adviceEs: 'Escriba un objeto JSON con textos, como muestra `credentials --help`.',
  },
  'credentials.password-not-kept': {
    kind: 'config',
    en: 'The password of this store is not kept: add credentials for it.',
    es: 'La contraseña de esta tienda no se guardó: agregue credenciales para ella.',
    adviceEn: 'The store was only ever named with `--store-url`: add credentials for it.',
    adviceEs: 'La tienda solo se indicó con `--store-url`: añada credenciales para ella.',
  },
  'secret.cannot-open': {
    kind: 'config',
    en: 'The secrets cannot be opened with this TAQUILLA_SECRET_KEY.',
    es: 'Los secretos no se pueden abrir con esta TAQUILLA_SECRET_KEY.',
    adviceEn:
      'Set the `TAQUILLA_SECRET_KEY` that the secrets were sealed with; if it is lost, give the secrets again.',
    adviceEs:
      'Defina la `TAQUILLA_SECRET_KEY` con la que se sellaron los secretos; si se perdió, indique los secretos de nuevo.',
  },
  'config.secret-key-needed': {
    kind: 'config',
    en: 'TAQUILLA_SECRET_KEY is not set.',
    es: 'Falta TAQUILLA_SECRET_KEY.',
    adviceEn: 'Set `TAQUILLA_SECRET_KEY`, as [credentials.md](credentials.md) says.',
    adviceEs: 'Defina `TAQUILLA_SECRET_KEY`, como dice [credentials.md](../credentials.md) (en inglés).',
  },
  'config.secret-key-short': {
    kind: 'config',
    en: 'TAQUILLA_SECRET_KEY is too short.',
    es: 'TAQUILLA_SECRET_KEY es demasiado corta.',
    adviceEn: 'Use at least 32 random characters.',
    adviceEs: 'Use al menos 32 caracteres al azar.',
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;
