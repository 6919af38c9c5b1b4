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
    adviceEn: 'Name the set of credentials to use, or add the first one.',
    adviceEs: 'Indique qué credenciales usar, o agregue las primeras.',
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
      'The name `environment` is reserved for the set that comes from the variables `WOOCOMMERCE_…`: rename the saved set.',
    adviceEs:
      'El nombre `environment` está reservado para las credenciales que vienen de las variables `WOOCOMMERCE_…`: cambie el nombre de las guardadas.',
  },
  'credentials.in-use': {
    kind: 'conflict',
    en: 'Configurations use these credentials: give them others first.',
    es: 'Hay configuraciones que usan estas credenciales: asígneles otras primero.',
    adviceEn: 'Assign another set of credentials to the configurations that use this one first.',
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
    adviceEn: 'The set comes from the variables `WOOCOMMERCE_…`: change these variables.',
    adviceEs: 'Las credenciales vienen de las variables `WOOCOMMERCE_…`: cambie esas variables.',
  },
  'credentials.no-environment': {
    kind: 'config',
    en: 'These credentials come from the environment, and WOOCOMMERCE_… are not set here.',
    es: 'Faltan aquí las variables WOOCOMMERCE_… de estas credenciales.',
    adviceEn: 'Set the variables `WOOCOMMERCE_…` for this process too, or use another set.',
    adviceEs: 'Defina las variables `WOOCOMMERCE_…` también para este proceso, o use otras credenciales.',
  },
  'credentials.secrets-needed': {
    kind: 'invalid',
    en: 'These credentials would lead elsewhere: give their secrets again.',
    es: 'Con este cambio, los secretos de las credenciales se enviarían a otro lugar: ingréselos de nuevo.',
    adviceEn: 'The change would send the secrets to another host: give all secrets of the set again.',
    adviceEs:
      'El cambio enviaría los secretos a otro host: indique de nuevo todos los secretos de estas credenciales.',
  },
  'credentials.secrets-malformed': {
    kind: 'invalid',
    en: 'The secrets on standard input must be one JSON object with texts or null.',
    es: 'Los secretos de la entrada estándar deben ser un solo objeto JSON con textos o null.',
    adviceEn: 'Write one JSON object whose values are texts or null, as `credentials --help` shows.',
    adviceEs: 'Escriba un objeto JSON cuyos valores sean textos o null, como muestra `credentials --help`.',
  },
  'credentials.password-not-kept': {
    kind: 'config',
    en: 'The password of this store is not kept: add credentials for it.',
    es: 'La contraseña de esta tienda no se guardó: agregue credenciales para ella.',
    adviceEn:
      'Until now the store was only given with `--store-url`, whose password is not saved: add credentials for the store.',
    adviceEs:
      'Hasta ahora la tienda solo se indicó con `--store-url`, cuya contraseña no se guarda: agregue credenciales para ella.',
  },
  'secret.cannot-open': {
    kind: 'config',
    en: 'The secrets cannot be opened with this TAQUILLA_SECRET_KEY.',
    es: 'Los secretos no se pueden abrir con esta TAQUILLA_SECRET_KEY.',
    adviceEn:
      'Set the `TAQUILLA_SECRET_KEY` with which the secrets were encrypted. If that key is lost, give the secrets again.',
    adviceEs:
      'Defina la `TAQUILLA_SECRET_KEY` con la que se cifraron los secretos. Si esa clave se perdió, indique los secretos de nuevo.',
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
