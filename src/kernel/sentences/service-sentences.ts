import type { Sentence } from './sentence.ts';

const QUEUE = {
  kind: 'unavailable',
  code: 'queue.unreachable',
  brief: 'The queue cannot be reached now. What is asked for is written down and starts later.',
} as const;
const MAIL_AWAY = { kind: 'unavailable', code: 'alert.mail-server-away' } as const;
const WEBHOOK = { kind: 'unavailable', code: 'alert.webhook-refused' } as const;

/** What the other servers, and the ports, of an installation can be the matter with. */
export const SERVICE_SENTENCES = {
  queueAway: {
    ...QUEUE,
    en: 'The queue cannot be reached now ({place}): {told}. What is asked for is written down and starts later.',
    es: 'Por ahora no se puede llegar a la cola ({place}): {told}. Lo pedido queda anotado y empezará más tarde.',
  },
  queueSilent: {
    ...QUEUE,
    en: 'The queue ({place}) did not answer within {seconds} s. What is asked for is written down and starts later.',
    es: 'La cola ({place}) no respondió en {seconds} s. Lo pedido queda anotado y empezará más tarde.',
  },
  mailServerAway: {
    ...MAIL_AWAY,
    en: 'The mail server {server} (SMTP_URL) takes no messages now: {told}.',
    es: 'El servidor de correo {server} (SMTP_URL) no acepta mensajes ahora: {told}.',
  },
  mailUnknownHost: {
    ...MAIL_AWAY,
    en: 'The host name "{host}" of the mail server in SMTP_URL is not known.',
    es: 'No se conoce el nombre de host «{host}» del servidor de correo de SMTP_URL.',
  },
  mailRefusesUser: {
    ...MAIL_AWAY,
    en: 'The mail server {server} refuses the user or the password in SMTP_URL.',
    es: 'El servidor de correo {server} rechaza el usuario o la contraseña de SMTP_URL.',
  },
  mailNoTls: {
    ...MAIL_AWAY,
    en: 'Encryption with the mail server {server} failed ({told}): SMTP_URL begins with smtps:// for port 465 alone, and the certificate must be trusted.',
    es: 'Falló el cifrado con el servidor de correo {server} ({told}): SMTP_URL empieza con smtps:// solo para el puerto 465, y el certificado debe ser de confianza.',
  },
  mailRefused: {
    kind: 'unavailable',
    code: 'alert.mail-refused',
    en: 'The mail server {server} refused a message from {from}: {told}.',
    es: 'El servidor de correo {server} rechazó un mensaje de {from}: {told}.',
  },
  webhookRefused: {
    ...WEBHOOK,
    en: 'The alert webhook at {server} (ALERT_WEBHOOK_URL) answered {status} in place of 200 to 299.',
    es: 'El webhook de alertas en {server} (ALERT_WEBHOOK_URL) respondió {status} en lugar de 200 a 299.',
  },
  webhookAway: {
    ...WEBHOOK,
    en: 'The alert webhook at {server} (ALERT_WEBHOOK_URL) cannot be reached: {told}.',
    es: 'No se puede llegar al webhook de alertas en {server} (ALERT_WEBHOOK_URL): {told}.',
  },
  webhookSilent: {
    ...WEBHOOK,
    en: 'The alert webhook at {server} (ALERT_WEBHOOK_URL) did not answer within {seconds} s.',
    es: 'El webhook de alertas en {server} (ALERT_WEBHOOK_URL) no respondió en {seconds} s.',
  },
  portTaken: {
    kind: 'config',
    code: 'http.port-taken',
    en: 'Another program listens on {server} already: stop it, or set {portVariable} to another port.',
    es: 'Otro programa ya escucha en {server}: deténgalo o ponga otro puerto en {portVariable}.',
  },
  portForbidden: {
    kind: 'config',
    code: 'http.port-forbidden',
    en: 'This user may not listen on {server}: set {portVariable} to a port above 1023.',
    es: 'Este usuario no puede escuchar en {server}: ponga en {portVariable} un puerto mayor que 1023.',
  },
  noSuchAddress: {
    kind: 'config',
    code: 'http.no-such-address',
    en: '{host}, which {hostVariable} names, is not an address of this machine.',
    es: '{host}, que {hostVariable} indica, no es una dirección de esta máquina.',
  },
} as const satisfies Readonly<Record<string, Sentence>>;
