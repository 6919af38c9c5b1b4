import type { ErrorEntry } from '../error-kinds.ts';

/** Errors of sign-in and of what a role may do. */
export const AUTH_ERRORS = {
  'auth.not-signed-in': {
    kind: 'denied',
    httpStatus: 401,
    en: 'Authentication credentials were not provided.',
    es: 'Faltan las credenciales de autenticación.',
    adviceEn: 'Sign in, or send `Authorization: Token …`.',
    adviceEs: 'Inicie sesión, o envíe `Authorization: Token …`.',
  },
  'auth.bad-token': {
    kind: 'denied',
    httpStatus: 401,
    en: 'Invalid token.',
    es: 'Token inválido.',
    adviceEn: 'The token is unknown, was revoked or has expired: create another one.',
    adviceEs: 'El token no se conoce, se revocó o venció: cree otro.',
  },
  'auth.wrong-login': {
    kind: 'denied',
    httpStatus: 401,
    en: 'The e-mail address or the password is not right.',
    es: 'El correo o la contraseña no son correctos.',
    adviceEn: 'Correct the address or the password. A user who is switched off gets the same answer.',
    adviceEs: 'Corrija el correo o la contraseña; un usuario desactivado recibe la misma respuesta.',
  },
  'auth.throttled': {
    kind: 'denied',
    httpStatus: 429,
    en: 'Too many attempts to sign in. Wait a little.',
    es: 'Demasiados intentos de inicio de sesión. Espere un poco.',
    adviceEn:
      'Wait as long as `Retry-After` says. Attempts of others do not slow down a browser that has signed in to this account before.',
    adviceEs:
      'Espere lo que indica `Retry-After`; los intentos de otros no frenan a un navegador que ya inició sesión antes con esta cuenta.',
  },
  'auth.busy': {
    kind: 'unavailable',
    en: 'Too many passwords are being checked at this moment. Try again in a few seconds.',
    es: 'En este momento se están verificando demasiadas contraseñas. Intente de nuevo en unos segundos.',
    adviceEn:
      'The service already checks as many passwords as it can at once: try again after `Retry-After`.',
    adviceEs:
      'El servicio ya verifica todas las contraseñas que puede al mismo tiempo: inténtelo de nuevo después de `Retry-After`.',
  },
  'auth.csrf': {
    kind: 'denied',
    en: 'CSRF Failed: the header X-CSRFToken is missing or incorrect.',
    es: 'Falló CSRF: falta la cabecera X-CSRFToken o es incorrecta.',
    adviceEn: "Send the session's `csrftoken` as `X-CSRFToken`.",
    adviceEs: 'Envíe el `csrftoken` de la sesión como `X-CSRFToken`.',
  },
  'auth.cross-site': {
    kind: 'denied',
    en: 'This request comes from another site.',
    es: 'Esta petición viene de otro sitio.',
    adviceEn: 'Sign in from our own pages.',
    adviceEs: 'Inicie sesión desde nuestras propias páginas.',
  },
  'auth.second-factor-needed': {
    kind: 'denied',
    httpStatus: 401,
    en: 'Enter the code of your app, or a recovery code.',
    es: 'Escriba el código de su aplicación o un código de recuperación.',
    adviceEn:
      'The password is right, but this user has two-step sign-in: send the password again together with `one_time_code`.',
    adviceEs:
      'La contraseña es correcta, pero este usuario tiene la verificación en dos pasos: envíela de nuevo junto con `one_time_code`.',
  },
  'auth.wrong-code': {
    kind: 'denied',
    httpStatus: 401,
    en: 'The code is not right, or it was used already. Wait for the next one.',
    es: 'El código no es correcto o ya se usó. Espere el siguiente.',
    adviceEn: 'Check the clock of the phone, wait for the next code, or use a recovery code.',
    adviceEs: 'Revise el reloj del teléfono, espere el próximo código o use un código de recuperación.',
  },
  'auth.second-factor-required': {
    kind: 'denied',
    en: 'Set up two-step sign-in first: superusers need it here.',
    es: 'Active primero la verificación en dos pasos: este servicio la exige a los superusuarios.',
    adviceEn: 'Set up two-step sign-in on the account page.',
    adviceEs: 'Actívela en la página de su cuenta.',
  },
  'auth.bad-reset-link': {
    kind: 'invalid',
    en: 'This link no longer works: it was used, it is too old, or you asked for another one.',
    es: 'Este enlace ya no sirve: se usó, venció o se pidió otro. Pida uno nuevo.',
    adviceEn:
      'The link was already used, is older than 30 minutes, or was replaced by a newer one: request another link.',
    adviceEs: 'El enlace ya se usó, tiene más de 30 minutos o se pidió otro más nuevo: pida otro.',
  },
  'auth.second-factor-already-on': {
    kind: 'conflict',
    en: 'Two-step sign-in is on already.',
    es: 'La verificación en dos pasos ya está activada.',
    adviceEn: 'To set it up on another phone, turn two-step sign-in off first.',
    adviceEs: 'Desactive antes la verificación en dos pasos para configurarla en otro teléfono.',
  },
  'auth.second-factor-not-on': {
    kind: 'conflict',
    en: 'Two-step sign-in is not on.',
    es: 'La verificación en dos pasos no está activada.',
    adviceEn: 'This user signs in without a code.',
    adviceEs: 'Este usuario inicia sesión sin código.',
  },
  'auth.second-factor-not-begun': {
    kind: 'conflict',
    en: 'No two-step sign-in waits to be confirmed: begin again.',
    es: 'No hay una verificación en dos pasos pendiente de confirmar: empiece de nuevo.',
    adviceEn:
      'Start the setup of two-step sign-in again: it makes a new secret, which the first code then confirms.',
    adviceEs:
      'Empiece de nuevo la configuración de la verificación en dos pasos: crea un secreto nuevo, que el primer código confirma.',
  },
  'auth.second-factor-own': {
    kind: 'conflict',
    en: 'Turn off your own two-step sign-in on the account page.',
    es: 'Desactive su propia verificación en dos pasos en la página de su cuenta.',
    adviceEn: 'Turn it off on the account page, with your password and a code.',
    adviceEs: 'Desactívela en la página de su cuenta, con su contraseña y un código.',
  },
  'auth.not-allowed': {
    kind: 'denied',
    en: 'You do not have permission to perform this action.',
    es: 'Usted no tiene permiso para realizar esta acción.',
    adviceEn: 'Ask somebody whose role allows it.',
    adviceEs: 'Pídalo a alguien cuyo rol lo permita.',
  },
  'auth.personal-data-needed': {
    kind: 'denied',
    en: 'This is personal data, which you may not see: you cannot change it.',
    es: 'Son datos personales que usted no puede ver: no los puede modificar.',
    adviceEn:
      'You see this field masked, because it is personal data: use an account or a token that may see personal data.',
    adviceEs:
      'Usted ve este campo oculto porque es un dato personal: use una cuenta o un token que vea los datos personales.',
  },
  'auth.session-needed': {
    kind: 'denied',
    en: 'An API token may not do this. Sign in with your e-mail address and password.',
    es: 'Un token no puede hacer esto. Inicie sesión con su correo y su contraseña.',
  },
  'auth.too-many-tokens': {
    kind: 'conflict',
    en: 'You already have 50 valid API tokens, the most that a user may have. Revoke unused ones first.',
    es: 'Usted ya tiene el máximo de 50 tokens vigentes. Revoque primero los que no use.',
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;
