import type { ErrorEntry } from '../error-kinds.ts';

/** Errors on the way to the database of a store. */
export const STORE_HOST_ERRORS = {
  'store.unreachable': {
    kind: 'unavailable',
    en: 'The store cannot be reached.',
    es: 'No se puede contactar con la tienda.',
    adviceEn:
      'Nothing listens there, the host is not known, or the network does not lead there: look whether host and port, or the path of the socket, are right.',
    adviceEs:
      'Nada escucha allí, el host no se conoce o la red no llega: compruebe que el host y el puerto, o la ruta del socket, sean correctos.',
  },
  'store.connect-timeout': {
    kind: 'unavailable',
    en: 'The host of the store does not answer.',
    es: 'El host de la tienda no responde.',
    adviceEn:
      'Check host and port, and let this machine through the firewall. Where something listens and does not greet, it may be another service.',
    adviceEs:
      'Revise el host y el puerto, y permita esta máquina en el cortafuegos. Si algo escucha y no saluda, puede ser otro servicio.',
  },
  'store.address-refused': {
    kind: 'config',
    en: 'The host leads to an address that no store has.',
    es: 'El host lleva a una dirección que ninguna tienda tiene.',
    adviceEn: "It is a link-local address or a service of the cloud: name the store's own host.",
    adviceEs:
      'Es una dirección de enlace local o un servicio de la nube: indique el host de la propia tienda.',
  },
  'store.url-malformed': {
    kind: 'invalid',
    en: "The address of the store's database is malformed.",
    es: 'La dirección de la base de datos de la tienda está mal formada.',
    adviceEn: 'Write `mysql://user@host:port/database`, special characters percent-encoded.',
    adviceEs: 'Escriba `mysql://user@host:port/database`, con los caracteres especiales codificados con %.',
  },
  'store.connection-lost': {
    kind: 'unavailable',
    en: "The connection to the store's database was lost.",
    es: 'Se cortó la conexión con la base de datos de la tienda.',
    adviceEn: 'Try again.',
    adviceEs: 'Inténtelo de nuevo.',
  },
  'store.not-mysql': {
    kind: 'config',
    en: 'Something other than MySQL or MariaDB answers at this port or socket.',
    es: 'Lo que responde en ese puerto o socket no es una base de datos MySQL.',
    adviceEn: 'Correct the port or the socket.',
    adviceEs: 'Corrija el puerto o el socket.',
  },
  'store.access-denied': {
    kind: 'config',
    en: "The store's database refuses the user or the password.",
    es: 'La base de datos de la tienda rechaza el usuario o la contraseña.',
    adviceEn:
      'Correct the user or the password, or give one: the sentence says whether none was given and where to set it, or that the account is locked or its password has expired.',
    adviceEs:
      'Corrija el usuario o la contraseña, o indíquela: la frase dice si no se dio ninguna y dónde se define, o si la cuenta está bloqueada o su contraseña venció.',
  },
  'store.host-not-allowed': {
    kind: 'config',
    en: "The store's database accepts no connections from this machine.",
    es: 'La base de datos de la tienda no admite conexiones desde esta máquina.',
    adviceEn: 'Let the database user connect from this machine.',
    adviceEs: 'Permita que el usuario de la base de datos se conecte desde esta máquina.',
  },
  'store.no-such-database': {
    kind: 'config',
    en: "The store's server has no such database.",
    es: 'Esa base de datos no existe en el servidor de la tienda.',
    adviceEn: "Correct the database's name.",
    adviceEs: 'Corrija el nombre de la base de datos.',
  },
  'store.auth-not-supported': {
    kind: 'config',
    en: "The user of the store's database signs in by a method that is not supported.",
    es: 'El usuario de la base de datos entra de un modo que no se admite.',
    adviceEn: 'Give the user the usual way of signing in (`mysql_native_password`, `caching_sha2_password`).',
    adviceEs: 'Dé al usuario el modo habitual de entrar (`mysql_native_password`, `caching_sha2_password`).',
  },
  'store.tls-required': {
    kind: 'config',
    en: "The store's database accepts encrypted connections only.",
    es: 'La base de datos de la tienda solo admite conexiones cifradas.',
    adviceEn: 'Set TLS to `encrypt` or `verify`.',
    adviceEs: 'Ponga TLS en `encrypt` o `verify`.',
  },
  'store.tls-not-offered': {
    kind: 'config',
    en: "The store's database offers no TLS.",
    es: 'La base de datos de la tienda no ofrece TLS.',
    adviceEn: 'Set TLS to `off`, better with a transport over SSH; or switch TLS on at the server.',
    adviceEs: 'Ponga TLS en `off`, mejor con un transporte por SSH; o active TLS en el servidor.',
  },
  'store.tls-not-trusted': {
    kind: 'config',
    en: "The certificate of the store's database cannot be trusted.",
    es: 'No se puede confiar en el certificado de la base de datos de la tienda.',
    adviceEn: "Give the authority's certificate, and name the host as the certificate does.",
    adviceEs: 'Dé el certificado de la autoridad e indique el host como lo nombra el certificado.',
  },
  'store.server-key-unknown': {
    kind: 'config',
    en: 'The database asks for the password in a form that it can read, and nothing proves which server answers.',
    es: 'La base de datos pide la contraseña en una forma que puede leer y nada demuestra qué servidor responde.',
    adviceEn:
      'It has not received the password. Use verified TLS or SSH, or compare the fingerprint and confirm the key with `{taquilla} credentials test`. See [Reaching a store](reaching-a-store.md#who-can-read-the-password).',
    adviceEs:
      'No recibió la contraseña. Use TLS verificado o SSH, o compare la huella y confirme la clave con `{taquilla} credentials test`. Vea [Cómo conectarse a una tienda](../reaching-a-store.md#who-can-read-the-password) (en inglés).',
  },
  'store.server-key-changed': {
    kind: 'config',
    en: 'The database server presents another key than the confirmed one. It did not receive a readable password.',
    es: 'El servidor de la base de datos presenta una clave distinta de la confirmada. No recibió ninguna contraseña legible.',
    adviceEn:
      'It was installed again, or another machine answers in its place. Ask its administrator; only then confirm the new key with `{taquilla} credentials test`.',
    adviceEs:
      'Se instaló de nuevo, o responde otra máquina en su lugar. Pregunte a quien lo administra; solo entonces confirme la clave nueva con `{taquilla} credentials test`.',
  },
  'store.ssh-unreachable': {
    kind: 'unavailable',
    en: 'The SSH host cannot be reached.',
    es: 'No se puede contactar con el host SSH.',
    adviceEn: 'Check SSH host and port; many providers use another port than 22.',
    adviceEs: 'Revise el host y el puerto SSH; muchos proveedores usan otro puerto que el 22.',
  },
  'store.ssh-lost': {
    kind: 'unavailable',
    en: 'The SSH host closed the connection.',
    es: 'El host SSH cortó la conexión.',
    adviceEn: 'Try again.',
    adviceEs: 'Inténtelo de nuevo.',
  },
  'store.not-ssh': {
    kind: 'config',
    en: 'Something other than SSH answers at this port.',
    es: 'Lo que responde en ese puerto no es SSH.',
    adviceEn: 'Correct the port.',
    adviceEs: 'Corrija el puerto.',
  },
  'store.ssh-handshake': {
    kind: 'config',
    en: 'The SSH host only knows broken ways of encrypting.',
    es: 'El host SSH solo conoce formas de cifrar que ya están rotas.',
    adviceEn: 'Have it updated.',
    adviceEs: 'Pida que lo actualicen.',
  },
  'store.host-key-unknown': {
    kind: 'config',
    en: 'The key of the SSH host is not confirmed yet.',
    es: 'Nadie ha confirmado aún la clave del host SSH.',
    adviceEn: 'Run `{taquilla} credentials test` and confirm the fingerprint once you compared it.',
    adviceEs: 'Ejecute `{taquilla} credentials test` y confirme la huella después de compararla.',
  },
  'store.host-key-changed': {
    kind: 'config',
    en: 'The SSH host presents another key than the confirmed one.',
    es: 'El host SSH presenta otra clave que la confirmada.',
    adviceEn:
      'The host was reinstalled, or somebody is intercepting the connection. Ask the provider; only then confirm the new fingerprint with `{taquilla} credentials test`.',
    adviceEs:
      'El host se reinstaló o alguien intercepta la conexión. Pregunte al proveedor; solo entonces confirme la nueva huella con `{taquilla} credentials test`.',
  },
  'store.ssh-auth-failed': {
    kind: 'config',
    en: 'The SSH host refuses the user, the password or the key.',
    es: 'El host SSH rechaza el usuario, la contraseña o la clave.',
    adviceEn: 'Correct SSH user or password, or put the public key into `authorized_keys`.',
    adviceEs: 'Corrija el usuario o la contraseña de SSH, o ponga la clave pública en `authorized_keys`.',
  },
  'store.ssh-key-unreadable': {
    kind: 'config',
    en: 'The private key cannot be read.',
    es: 'La clave privada no se puede leer.',
    adviceEn: 'Give the private half, in OpenSSH or PEM form.',
    adviceEs: 'Dé la mitad privada, en formato OpenSSH o PEM.',
  },
  'store.ssh-key-type': {
    kind: 'config',
    en: 'SSH keys of this type are not supported.',
    es: 'Ese tipo de clave SSH no se admite.',
    adviceEn: 'Use an Ed25519, RSA or ECDSA key: `{taquilla} credentials generate-key` makes one.',
    adviceEs: 'Use una clave Ed25519, RSA o ECDSA: `{taquilla} credentials generate-key` crea una.',
  },
  'store.ssh-key-passphrase': {
    kind: 'config',
    en: 'The passphrase of the SSH key is missing or wrong.',
    es: 'La frase de la clave SSH falta o no es la correcta.',
    adviceEn: 'Give the passphrase of the key.',
    adviceEs: 'Dé la frase de contraseña de la clave.',
  },
  'store.forwarding-refused': {
    kind: 'config',
    en: 'The SSH host does not allow forwarding.',
    es: 'El host SSH no permite el reenvío.',
    adviceEn:
      'Use the transport `ssh_exec`, or `auto`; for a socket the host can allow it with `AllowStreamLocalForwarding`.',
    adviceEs:
      'Use el transporte `ssh_exec` o `auto`; para un socket, el host puede permitirlo con `AllowStreamLocalForwarding`.',
  },
  'store.socket-denied': {
    kind: 'config',
    en: 'The socket of the database may not be opened.',
    es: 'No se permite abrir el socket de la base de datos.',
    adviceEn:
      'Give the user that runs Taquilla, or over SSH the user of the SSH host, the right to the socket and its folder.',
    adviceEs:
      'Dé al usuario que ejecuta Taquilla o, por SSH, al usuario del host SSH, permiso sobre el socket y su carpeta.',
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;
