import type { ErrorEntry } from '../error-kinds.ts';

/** Errors of requests to the API. */
export const HTTP_ERRORS = {
  'http.invalid-request': {
    kind: 'invalid',
    en: 'The request is not valid: see errors.',
    es: 'La petición no es válida: vea errors.',
    adviceEn: 'Correct the fields or parameters that `errors` names.',
    adviceEs: 'Corrija los campos o parámetros que indica `errors`.',
  },
  'http.malformed-json': {
    kind: 'invalid',
    en: 'JSON parse error: the body is not JSON in UTF-8, is nested too deeply or has too many members.',
    es: 'Error de JSON: el cuerpo no es JSON en UTF-8, está anidado en exceso o tiene demasiados elementos.',
    adviceEn: 'Send JSON in UTF-8, nested 32 deep at most, with 5,000 members at most.',
    adviceEs: 'Envíe JSON en UTF-8, con 32 niveles y 5.000 elementos como máximo.',
  },
  'http.malformed-url': {
    kind: 'invalid',
    en: 'The address is malformed.',
    es: 'La dirección está mal formada.',
  },
  'http.malformed-host': {
    kind: 'invalid',
    en: 'The Host header, or what a proxy sends for it, is not the name of a host.',
    es: 'La cabecera Host, o lo que un proxy envía en su lugar, no es el nombre de un host.',
    adviceEn:
      'Send the name of the service as `Host`; a proxy in `TRUSTED_PROXIES` may send `X-Forwarded-Host` and `X-Forwarded-Proto` (`http` or `https`).',
    adviceEs:
      'Envíe el nombre del servicio como `Host`; un proxy de `TRUSTED_PROXIES` puede enviar `X-Forwarded-Host` y `X-Forwarded-Proto` (`http` o `https`).',
  },
  'http.malformed-header': {
    kind: 'invalid',
    en: 'A header of the request has a value that it cannot have.',
    es: 'Una cabecera de la petición tiene un valor no permitido.',
    adviceEn:
      'A header contains characters that cannot be stored, or a proxy gives a sender that is not an IP address.',
    adviceEs:
      'Una cabecera tiene caracteres que no se pueden guardar, o un proxy indica un remitente que no es una dirección IP.',
  },
  'http.refused': {
    kind: 'invalid',
    en: 'The request is malformed.',
    es: 'La petición está mal formada.',
  },
  'http.no-such-path': {
    kind: 'missing',
    en: 'There is nothing at this address.',
    es: 'No hay nada en esta dirección.',
  },
  'http.no-such-object': {
    kind: 'missing',
    en: 'Not found.',
    es: 'No encontrado.',
    adviceEn: 'The object does not exist, or your role may not see it.',
    adviceEs: 'El objeto no existe, o su rol no puede verlo.',
  },
  'http.no-such-page': {
    kind: 'missing',
    en: 'Invalid page.',
    es: 'Página inválida.',
    adviceEn: 'The list ends before this page.',
    adviceEs: 'La lista termina antes de esta página.',
  },
  'http.method-not-allowed': {
    kind: 'invalid',
    httpStatus: 405,
    en: 'This method is not allowed at this address.',
    es: 'Este método no está permitido en esta dirección.',
    adviceEn: 'The header `Allow` names the methods of this address.',
    adviceEs: 'La cabecera `Allow` nombra los métodos de esta dirección.',
  },
  'http.request-timeout': {
    kind: 'invalid',
    httpStatus: 408,
    en: 'The request did not arrive in time.',
    es: 'La petición no llegó a tiempo.',
    adviceEn: 'Send the whole request within 30 seconds, its headers within 15.',
    adviceEs: 'Envíe la petición completa en 30 segundos, y sus cabeceras en 15.',
  },
  'http.too-large': {
    kind: 'invalid',
    httpStatus: 413,
    en: 'The body of the request is too large.',
    es: 'El cuerpo de la petición es demasiado grande.',
    adviceEn:
      'Send a smaller body: 64 kB, 160 kB for configurations, 256 kB for credentials, 8 kB where no sign-in is needed.',
    adviceEs:
      'Envíe un cuerpo más pequeño: 64 kB, 160 kB para configuraciones, 256 kB para credenciales, 8 kB donde no hace falta iniciar sesión.',
  },
  'http.unsupported-media-type': {
    kind: 'invalid',
    httpStatus: 415,
    en: 'This media type is not accepted: send application/json.',
    es: 'Este tipo de contenido no se acepta: envíe application/json.',
    adviceEn:
      'Send `Content-Type: application/json`; with a token, `application/x-www-form-urlencoded` as well.',
    adviceEs:
      'Envíe `Content-Type: application/json`; con un token, también `application/x-www-form-urlencoded`.',
  },
  'http.too-many-requests': {
    kind: 'invalid',
    httpStatus: 429,
    en: 'Too many requests. Wait a little.',
    es: 'Demasiadas peticiones. Espere un poco.',
    adviceEn: 'Wait as long as `Retry-After` says.',
    adviceEs: 'Espere lo que indica `Retry-After`.',
  },
  'http.headers-too-large': {
    kind: 'invalid',
    httpStatus: 431,
    en: 'The headers of the request are too large.',
    es: 'Las cabeceras de la petición son demasiado grandes.',
    adviceEn: 'The address and the headers together may have 16 kB at most.',
    adviceEs: 'La dirección y las cabeceras juntas pueden tener 16 kB como máximo.',
  },
  'http.too-many-streams': {
    kind: 'invalid',
    httpStatus: 429,
    en: 'You hold too many streams. Close one, or wait a little.',
    es: 'Usted tiene demasiados flujos abiertos. Cierre uno o espere un poco.',
    adviceEn:
      'A user may have at most 20 streams open in a process, counting all sessions and tokens: close one.',
    adviceEs:
      'Un usuario tiene como máximo 20 flujos abiertos en un proceso, sumando todas sus sesiones y tokens: cierre uno.',
  },
  'http.streams-full': {
    kind: 'unavailable',
    en: 'This service holds as many streams as it can. Wait a little.',
    es: 'Este servicio ya tiene el máximo de flujos abiertos. Espere un poco.',
    adviceEn:
      'The process has 1,000 streams open, its maximum: try again after `Retry-After`, or run another process with `--role api`.',
    adviceEs:
      'El proceso tiene 1.000 flujos abiertos, su máximo: inténtelo de nuevo después de `Retry-After`, o inicie otro proceso con `--role api`.',
  },
  'http.exports-full': {
    kind: 'unavailable',
    en: 'Too many exports are running. Wait until one ends.',
    es: 'Hay demasiadas exportaciones en curso. Espere a que termine una.',
    adviceEn: 'A user may run two exports at once, and a process four: try again after `Retry-After`.',
    adviceEs:
      'Un usuario puede tener dos exportaciones en curso, y un proceso cuatro: inténtelo de nuevo después de `Retry-After`.',
  },
  'http.idempotency-key-reused': {
    kind: 'conflict',
    en: 'This Idempotency-Key was used for another request.',
    es: 'Esta Idempotency-Key ya se usó para otra petición.',
    adviceEn: 'Use a new `Idempotency-Key` for another request.',
    adviceEs: 'Use una `Idempotency-Key` nueva para otra petición.',
  },
  'http.idempotency-key-busy': {
    kind: 'conflict',
    en: 'The first request with this Idempotency-Key is still being answered.',
    es: 'La primera petición con esta Idempotency-Key aún se está respondiendo.',
    adviceEn: 'Send the request again a little later.',
    adviceEs: 'Envíe la petición de nuevo un poco más tarde.',
  },
  'webhook.bad-signature': {
    kind: 'denied',
    httpStatus: 401,
    en: 'The delivery does not have the expected signature.',
    es: 'La entrega no tiene la firma esperada.',
    adviceEn:
      'Enter the secret of these credentials in the webhook in WooCommerce; create a new one if it was not kept ([webhooks](webhooks.md)).',
    adviceEs:
      'Ingrese en el webhook de WooCommerce el secreto de estas credenciales; cree otro si no lo guardó ([webhooks](webhooks.md)).',
  },
  'webhook.busy': {
    kind: 'unavailable',
    en: 'Deliveries cannot be received now. Try again in a few seconds.',
    es: 'Ahora no se pueden recibir entregas. Intente de nuevo en unos segundos.',
    adviceEn:
      'Too many deliveries arrive at once, or the secrets cannot be read: the log says which. WooCommerce sends few at a time, and syncs find what was not announced.',
    adviceEs:
      'Llegan demasiadas entregas al mismo tiempo, o no se pueden leer los secretos: el registro dice cuál de las dos. WooCommerce envía pocas a la vez, y las sincronizaciones encuentran lo que no se anunció.',
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;
