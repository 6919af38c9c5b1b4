import type { Sentence } from './sentence.ts';

/** The ending of sentences about the queue: whatever is wrong with it, no request is lost. */
function queue(en: string, es: string) {
  return {
    code: 'queue.unreachable',
    brief: 'The queue cannot be reached now. The request is recorded and starts later.',
    en: `${en} The request is recorded and starts later.`,
    es: `${es} La solicitud queda registrada y empezará más tarde.`,
  } as const;
}

const MAIL_AWAY = { code: 'alert.mail-server-away' } as const;
const WEBHOOK = { code: 'alert.webhook-refused' } as const;

/** Errors of an installation's other servers and of its ports. */
export const SERVICE_SENTENCES = {
  loopStanding: {
    code: 'process.loop-stuck',
    en: 'This process is stuck: the loop {loop} has been in the same round for too long.',
    es: 'Este proceso no avanza: el ciclo {loop} lleva demasiado tiempo en la misma vuelta.',
  },
  loopStuck: {
    code: 'process.loop-stuck',
    en: 'This process ends, so that a new one replaces it: the loop {loop} has not finished a round for {seconds} s, although it was restarted.',
    es: 'Este proceso termina para que otro lo reemplace: el ciclo {loop} lleva {seconds} s sin completar una vuelta, a pesar de que se reinició.',
  },
  ending: {
    code: 'process.ending',
    en: 'This process was asked to end. It finishes its present work and takes no more.',
    es: 'Se pidió a este proceso que termine. Termina el trabajo en curso y no toma más.',
  },
  clockAhead: {
    code: 'machine.clock-skewed',
    en: 'The clock of {host} is {seconds} seconds ahead of that of PostgreSQL.',
    es: 'El reloj de {host} está {seconds} segundos adelantado respecto del de PostgreSQL.',
  },
  clockBehind: {
    code: 'machine.clock-skewed',
    en: 'The clock of {host} is {seconds} seconds behind that of PostgreSQL.',
    es: 'El reloj de {host} está {seconds} segundos atrasado respecto del de PostgreSQL.',
  },
  queueAway: queue(
    'The queue in {place} cannot be used now: {message}.',
    'Por ahora no se puede usar la cola en {place}: {message}.',
  ),
  queueSilent: queue(
    'The queue in {place} did not answer within {seconds} s.',
    'La cola en {place} no respondió en {seconds} s.',
  ),
  redisRefused: queue(
    'Nothing listens at {server}: start Redis there, or correct REDIS_URL.',
    'Nada escucha en {server}: inicie Redis allí o corrija REDIS_URL.',
  ),
  redisLost: queue(
    'Redis at {server} (REDIS_URL) closed the connection.',
    'Redis en {server} (REDIS_URL) cortó la conexión.',
  ),
  redisUnknownHost: queue(
    'The host name "{host}" in REDIS_URL is not known.',
    'No se conoce el nombre de host «{host}» de REDIS_URL.',
  ),
  redisNoPassword: queue(
    'Redis at {server} asks for a password, and REDIS_URL gives none: write it as redis://:password@host:port/0.',
    'Redis en {server} pide una contraseña y REDIS_URL no la indica: escríbala como redis://:contraseña@host:puerto/0.',
  ),
  redisWrongPassword: queue(
    'Redis at {server} refuses the user or the password in REDIS_URL.',
    'Redis en {server} rechaza el usuario o la contraseña de REDIS_URL.',
  ),
  redisNotAllowed: queue(
    'The user in REDIS_URL may not do what the queue needs at {server}: {message}.',
    'El usuario de REDIS_URL no puede hacer lo que la cola necesita en {server}: {message}.',
  ),
  redisCluster: queue(
    'Redis at {server} is part of a cluster, which the queue cannot use: name a single Redis in REDIS_URL.',
    'Redis en {server} es parte de un clúster, que la cola no puede usar: indique un solo Redis en REDIS_URL.',
  ),
  redisReadOnly: queue(
    'Redis at {server} is a replica, which accepts no changes: name the primary server in REDIS_URL.',
    'Redis en {server} es una réplica, que no acepta cambios: indique el servidor primario en REDIS_URL.',
  ),
  redisFull: queue(
    'Redis at {server} has no memory left: raise its maxmemory.',
    'Redis en {server} se quedó sin memoria: suba su maxmemory.',
  ),
  redisTls: queue(
    'Encryption with Redis at {server} failed ({errno}): REDIS_URL begins with rediss:// where Redis speaks TLS and with redis:// elsewhere, and its certificate must be of an authority that is trusted (NODE_EXTRA_CA_CERTS names the file of another one).',
    'Falló el cifrado con Redis en {server} ({errno}): REDIS_URL debe empezar con rediss:// si Redis usa TLS y con redis:// si no, y su certificado debe ser de una autoridad de confianza (NODE_EXTRA_CA_CERTS indica el archivo de otra).',
  ),
  notRedis: queue(
    'What answers at {server} is not Redis: correct host and port in REDIS_URL.',
    'Lo que responde en {server} no es Redis: corrija el host y el puerto en REDIS_URL.',
  ),
  mailServerAway: {
    ...MAIL_AWAY,
    en: 'The mail server {server} (SMTP_URL) accepts no messages now: {message}.',
    es: 'El servidor de correo {server} (SMTP_URL) no acepta mensajes ahora: {message}.',
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
    en: 'Encryption with the mail server {server} failed ({message}): SMTP_URL begins with smtps:// for port 465 alone, and the certificate must be trusted.',
    es: 'Falló el cifrado con el servidor de correo {server} ({message}): SMTP_URL empieza con smtps:// solo para el puerto 465, y el certificado debe ser de confianza.',
  },
  mailRefused: {
    code: 'alert.mail-refused',
    en: 'The mail server {server} refused a message from {from}: {message}.',
    es: 'El servidor de correo {server} rechazó un mensaje de {from}: {message}.',
  },
  webhookRefused: {
    ...WEBHOOK,
    en: 'The alert webhook at {server} (ALERT_WEBHOOK_URL) answered {status} instead of 200 to 299.',
    es: 'El webhook de alertas en {server} (ALERT_WEBHOOK_URL) respondió {status} en lugar de 200 a 299.',
  },
  webhookAway: {
    ...WEBHOOK,
    en: 'The alert webhook at {server} (ALERT_WEBHOOK_URL) cannot be reached: {message}.',
    es: 'No se puede conectar con el webhook de alertas en {server} (ALERT_WEBHOOK_URL): {message}.',
  },
  webhookSilent: {
    ...WEBHOOK,
    en: 'The alert webhook at {server} (ALERT_WEBHOOK_URL) did not answer within {seconds} s.',
    es: 'El webhook de alertas en {server} (ALERT_WEBHOOK_URL) no respondió en {seconds} s.',
  },
  portTaken: {
    code: 'http.port-taken',
    en: 'Another program already listens on {server}: stop it, or set {portVariable} to another port.',
    es: 'Otro programa ya escucha en {server}: deténgalo o ponga otro puerto en {portVariable}.',
  },
  portForbidden: {
    code: 'http.port-forbidden',
    en: 'This user may not listen on {server}: set {portVariable} to a port above 1023.',
    es: 'Este usuario no puede escuchar en {server}: ponga en {portVariable} un puerto mayor que 1023.',
  },
  noSuchAddress: {
    code: 'http.no-such-address',
    en: '{host}, which {hostVariable} names, is not an address of this machine.',
    es: '{host}, que {hostVariable} indica, no es una dirección de esta máquina.',
  },
} as const satisfies Readonly<Record<string, Sentence>>;
