import type { ErrorEntry } from '../error-kinds.ts';

/** Errors of the queue and of the channels for alerts. */
export const QUEUE_AND_ALERT_ERRORS = {
  'queue.unreachable': {
    kind: 'unavailable',
    en: 'The queue cannot be reached now. What is asked for is written down and starts later.',
    es: 'La cola no está disponible ahora. La solicitud queda registrada y empezará más tarde.',
    adviceEn:
      'The message says what is wrong with Redis: it is not running, wants another password, is a replica or a cluster, is full, or expects TLS.',
    adviceEs:
      'El mensaje dice qué pasa con Redis: no está en marcha, pide otra contraseña, es una réplica o un clúster, está lleno o espera TLS.',
  },
  'queue.eviction-policy': {
    kind: 'config',
    en: 'Redis may throw jobs away when its memory is full.',
    es: 'Redis puede descartar trabajos cuando se llena su memoria.',
    adviceEn: 'Set `maxmemory-policy` in Redis to `noeviction`.',
    adviceEs: 'Ponga `maxmemory-policy` de Redis en `noeviction`.',
  },
  'queue.redis-too-old': {
    kind: 'config',
    en: 'This Redis is too old.',
    es: 'Este Redis es demasiado antiguo.',
    adviceEn: 'Use Redis 6.2 or newer. With a Redis older than 5.0, the queue does not work at all.',
    adviceEs: 'Use Redis 6.2 o más nuevo. Con un Redis anterior a 5.0 la cola no funciona.',
  },
  'alert.mail-server-away': {
    kind: 'unavailable',
    en: 'The mail server takes no messages now.',
    es: 'El servidor de correo no recibe mensajes en este momento.',
    adviceEn:
      'Check that host, port, user and password in `SMTP_URL` are right and that the mail server is running. The messages wait until then.',
    adviceEs:
      'Compruebe que el host, el puerto, el usuario y la contraseña en `SMTP_URL` sean correctos y que el servidor de correo esté en marcha. Los mensajes esperan hasta entonces.',
  },
  'alert.mail-sign-in-refused': {
    kind: 'config',
    en: 'The mail server refuses the user or the password.',
    es: 'El servidor de correo rechaza el usuario o la contraseña.',
    adviceEn: 'Correct user and password in `SMTP_URL`.',
    adviceEs: 'Corrija el usuario y la contraseña en `SMTP_URL`.',
  },
  'alert.mail-refused': {
    kind: 'unavailable',
    en: 'The mail server refused this message.',
    es: 'El servidor de correo rechazó este mensaje.',
    adviceEn: 'The mail server refuses this recipient or sender: correct `ALERT_EMAILS` or `ALERT_FROM`.',
    adviceEs:
      'El servidor de correo rechaza este destinatario o remitente: corrija `ALERT_EMAILS` o `ALERT_FROM`.',
  },
  'alert.webhook-refused': {
    kind: 'unavailable',
    en: 'The webhook did not take the message.',
    es: 'El webhook no aceptó el mensaje.',
    adviceEn:
      'The address in `ALERT_WEBHOOK_URL` must answer with 200 to 299 within 10 seconds; redirects are not followed.',
    adviceEs:
      'La dirección en `ALERT_WEBHOOK_URL` debe responder con 200 a 299 en menos de 10 segundos; no se siguen redirecciones.',
  },
  'alert.channel-off': {
    kind: 'conflict',
    en: '{setting} is not set, so nothing can be sent this way.',
    es: 'Falta {setting}: este canal no puede enviar nada.',
    adviceEn: 'Define the setting that the message names, restart all processes, and send the test again.',
    adviceEs:
      'Defina el ajuste que nombra el mensaje, reinicie todos los procesos y envíe la prueba de nuevo.',
  },
  'alert.no-recipients': {
    kind: 'config',
    en: 'Alerts have no recipient: set ALERT_EMAILS, or switch alerts on for a superuser.',
    es: 'Nadie recibe alertas por correo: indique ALERT_EMAILS o active las alertas de un superusuario.',
    adviceEn:
      'Set `SMTP_URL` and `ALERT_EMAILS`, switch alerts on for a superuser, or set `ALERT_WEBHOOK_URL`.',
    adviceEs:
      'Defina `SMTP_URL` y `ALERT_EMAILS`, active las alertas de un superusuario, o defina `ALERT_WEBHOOK_URL`.',
  },
  'alert.webhook-away': {
    kind: 'unavailable',
    en: 'The webhook cannot be reached.',
    es: 'No se puede contactar con el webhook.',
    adviceEn:
      'Check that the host in `ALERT_WEBHOOK_URL` exists and accepts connections, and that its certificate is valid.',
    adviceEs:
      'Compruebe que el host en `ALERT_WEBHOOK_URL` exista y acepte conexiones, y que su certificado sea válido.',
  },
  'alert.no-way': {
    kind: 'unavailable',
    en: 'This way of sending is no longer set up.',
    es: 'Este canal de envío ya no está configurado.',
    adviceEn:
      'A message was written before `SMTP_URL` or `ALERT_WEBHOOK_URL` was removed. It waits for a week, in case the setting comes back.',
    adviceEs:
      'Un mensaje se escribió antes de que se quitara `SMTP_URL` o `ALERT_WEBHOOK_URL`. Espera una semana, por si el ajuste vuelve.',
  },
  'alert.none': {
    kind: 'missing',
    en: 'There is no such alert.',
    es: 'No existe esa alerta.',
  },
  'outbound.none': {
    kind: 'missing',
    en: 'There is no such endpoint for outbound events.',
    es: 'No existe ese destino de eventos salientes.',
  },
  'outbound.name-taken': {
    kind: 'conflict',
    en: 'There is another endpoint for outbound events with this name.',
    es: 'Ya hay otro destino de eventos salientes con este nombre.',
  },
  'outbound.replay-too-large': {
    kind: 'invalid',
    en: 'More than 10,000 messages would be sent again.',
    es: 'Se volverían a enviar más de 10.000 mensajes.',
    adviceEn: 'Choose a shorter span of time, and send the next one when those messages have been sent.',
    adviceEs: 'Elija un período más corto y envíe el siguiente cuando esos mensajes se hayan enviado.',
  },
  'outbound.refused': {
    kind: 'unavailable',
    en: 'The receiver of an outbound event answered something else than 200 to 299.',
    es: 'El receptor de un evento saliente respondió algo distinto de 200 a 299.',
    adviceEn:
      'The log of the endpoint shows the answer. Redirects are not followed: enter the final address.',
    adviceEs:
      'El registro del destino muestra la respuesta. No se siguen redirecciones: indique la dirección definitiva.',
  },
  'outbound.away': {
    kind: 'unavailable',
    en: 'The receiver of an outbound event cannot be reached, or did not answer within 10 seconds.',
    es: 'No se puede alcanzar al receptor de un evento saliente, o no respondió en 10 segundos.',
  },
  'outbound.gone': {
    kind: 'config',
    en: 'The receiver of an outbound event answered 410: it wants no further events.',
    es: 'El receptor de un evento saliente respondió 410: no quiere más eventos.',
    adviceEn:
      'The endpoint has ended. If that is an error, switch it on again and send the events of that time again.',
    adviceEs:
      'El destino ha terminado. Si es un error, actívelo otra vez y vuelva a enviar los eventos de ese tiempo.',
  },
  'outbound.address-refused': {
    kind: 'config',
    en: 'The receiver of an outbound event has an address to which Taquilla sends nothing, such as 169.254.169.254.',
    es: 'El receptor de un evento saliente tiene una dirección a la que Taquilla no envía nada, como 169.254.169.254.',
    adviceEn:
      'These are link-local addresses and addresses of cloud services. Enter the address of the receiver.',
    adviceEs: 'Son direcciones de enlace local y de servicios de la nube. Indique la dirección del receptor.',
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;
