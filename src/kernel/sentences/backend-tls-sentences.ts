import type { Sentence } from './sentence.ts';

/** Errors of an encrypted connection to PostgreSQL. */
export const BACKEND_TLS_SENTENCES = {
  tlsNotOffered: {
    code: 'backend.tls-not-offered',
    brief: 'The PostgreSQL backend offers no TLS.',
    en: 'PostgreSQL at {server} offers no TLS, and sslmode in DATABASE_URL asks for it: switch TLS on there, or write sslmode=disable if the network between them is private.',
    es: 'PostgreSQL en {server} no ofrece TLS y sslmode en DATABASE_URL lo pide: actívelo allí, o escriba sslmode=disable si la red entre ambos es privada.',
  },
  tlsNotTrusted: {
    code: 'backend.tls-not-trusted',
    brief: 'The certificate of the PostgreSQL backend is not trusted.',
    en: 'The certificate of PostgreSQL at {server} is of no trusted authority ({reason}): name the file of its authority in DATABASE_URL (sslrootcert=/path/ca.crt).',
    es: 'El certificado de PostgreSQL en {server} no es de una autoridad de confianza ({reason}): indique el archivo de su autoridad en DATABASE_URL (sslrootcert=/ruta/ca.crt).',
  },
  tlsWrongHost: {
    code: 'backend.tls-wrong-host',
    brief: 'The certificate of the PostgreSQL backend is for another host.',
    en: 'The certificate of PostgreSQL at {server} does not name the host "{host}": write the host into DATABASE_URL as the certificate names it.',
    es: 'El certificado de PostgreSQL en {server} no nombra el host «{host}»: escriba el host en DATABASE_URL como lo nombra el certificado.',
  },
  tlsOutOfDate: {
    code: 'backend.tls-out-of-date',
    brief: 'The certificate of the PostgreSQL backend is not valid today.',
    en: 'The certificate of PostgreSQL at {server} is not valid today ({reason}): renew it, or correct the clock of this machine.',
    es: 'El certificado de PostgreSQL en {server} no es válido hoy ({reason}): renuévelo o corrija el reloj de esta máquina.',
  },
  tlsClientCertificate: {
    code: 'backend.tls-client-certificate',
    brief: 'The PostgreSQL backend asks for a client certificate that it trusts.',
    en: 'PostgreSQL at {server} asks for a client certificate that it trusts ({message}): name the certificate of the user "{user}" and its key in DATABASE_URL (sslcert=/path/client.crt&sslkey=/path/client.key).',
    es: 'PostgreSQL en {server} pide un certificado de cliente de una autoridad en la que confíe ({message}): indique el certificado del usuario «{user}» y su clave en DATABASE_URL (sslcert=/ruta/cliente.crt&sslkey=/ruta/cliente.key).',
  },
  tlsFailed: {
    code: 'backend.tls-failed',
    brief: 'TLS with the PostgreSQL backend failed.',
    en: 'TLS with PostgreSQL at {server} failed ({reason}): both sides need a version and a cipher in common.',
    es: 'Falló la conexión TLS con PostgreSQL en {server} ({reason}): ambos lados necesitan una versión y un cifrado en común.',
  },
} as const satisfies Readonly<Record<string, Sentence>>;
