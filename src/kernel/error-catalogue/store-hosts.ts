import type { ErrorEntry } from '../error-kinds.ts';

/** Errors on the way to the database of a store. */
export const STORE_HOST_ERRORS = {
  'store.unreachable': {
    kind: 'unavailable',
    en: 'The store cannot be reached.',
    es: 'No se puede conectar con la tienda.',
    adviceEn:
      'Nothing listens there, the host is not known, or the network does not lead there. Check host and port, or the path of the socket. Over SSH, give host and port as the SSH host sees them: mostly 127.0.0.1 and 3306.',
    adviceEs:
      'Nada escucha allí, el host no se conoce o la red no llega. Revise el host y el puerto, o la ruta del socket. Por SSH, indique el host y el puerto como los ve el host SSH: casi siempre 127.0.0.1 y 3306.',
  },
  'store.connect-timeout': {
    kind: 'unavailable',
    en: 'The host of the store does not answer.',
    es: 'El host de la tienda no responde.',
    adviceEn:
      'The host is off, or a firewall drops what Taquilla sends. Check host and port, and allow the address of this machine in the firewall of the host or provider. If something accepts the connection and then stays silent, it may be another service.',
    adviceEs:
      'El host está apagado o un cortafuegos descarta lo que envía Taquilla. Revise el host y el puerto, y permita la dirección de esta máquina en el cortafuegos del host o del proveedor. Si algo acepta la conexión y luego no dice nada, puede ser otro servicio.',
  },
  'store.address-refused': {
    kind: 'config',
    en: 'The host leads to an address that no store has.',
    es: 'El nombre del host corresponde a una dirección que ninguna tienda tiene.',
    adviceEn:
      'The address is a link-local one or a service of the cloud provider: name the host of the store itself.',
    adviceEs:
      'La dirección es de enlace local o de un servicio de la nube: indique el host de la propia tienda.',
  },
  'store.url-malformed': {
    kind: 'invalid',
    en: "The address of the store's database is malformed.",
    es: 'La dirección de la base de datos de la tienda está mal formada.',
    adviceEn: 'Write `mysql://user@host:port/database`, with special characters percent-encoded.',
    adviceEs: 'Escriba `mysql://user@host:port/database`, con los caracteres especiales codificados con %.',
  },
  'store.connection-lost': {
    kind: 'unavailable',
    en: "The connection to the store's database was lost.",
    es: 'Se cortó la conexión con la base de datos de la tienda.',
    adviceEn: 'Try again. If the connection breaks every time, something in the network closes it.',
    adviceEs: 'Inténtelo de nuevo. Si la conexión se corta siempre, algo en la red la cierra.',
  },
  'store.not-mysql': {
    kind: 'config',
    en: 'Something other than MySQL or MariaDB answers at this port or socket.',
    es: 'Lo que responde en ese puerto o socket no es una base de datos MySQL.',
    adviceEn: 'Correct the port of the database, or the path of its socket.',
    adviceEs: 'Corrija el puerto de la base de datos, o la ruta de su socket.',
  },
  'store.access-denied': {
    kind: 'config',
    en: "The store's database refuses the user or the password.",
    es: 'La base de datos de la tienda rechaza el usuario o la contraseña.',
    adviceEn:
      "Correct the user or the password; both are in the store's `wp-config.php`. The message says whether a password is missing and where to set it, or that the account is locked or its password has expired. The database may also allow the user only from certain hosts.",
    adviceEs:
      'Corrija el usuario o la contraseña; ambos están en el `wp-config.php` de la tienda. El mensaje dice si falta la contraseña y dónde se define, o si la cuenta está bloqueada o su contraseña venció. La base de datos también puede admitir al usuario solo desde ciertos hosts.',
  },
  'store.host-not-allowed': {
    kind: 'config',
    en: "The store's database accepts no connections from this machine.",
    es: 'La base de datos de la tienda no admite conexiones desde esta máquina.',
    adviceEn:
      "Allow the database user to connect from this machine, in the provider's panel (“remote MySQL”), or use SSH.",
    adviceEs:
      'Permita que el usuario de la base de datos se conecte desde esta máquina, en el panel del proveedor («MySQL remoto»), o use SSH.',
  },
  'store.no-such-database': {
    kind: 'config',
    en: "The store's server has no such database.",
    es: 'Esa base de datos no existe en el servidor de la tienda.',
    adviceEn: "Correct the name of the database: it is DB_NAME in the store's `wp-config.php`.",
    adviceEs: 'Corrija el nombre de la base de datos: es DB_NAME en el `wp-config.php` de la tienda.',
  },
  'store.auth-not-supported': {
    kind: 'config',
    en: "The user of the store's database signs in by a method that is not supported.",
    es: 'El usuario de la base de datos inicia sesión con un método que Taquilla no admite.',
    adviceEn:
      'Let the user sign in with one of the usual methods (`mysql_native_password`, `caching_sha2_password`).',
    adviceEs:
      'Dé al usuario uno de los métodos habituales (`mysql_native_password`, `caching_sha2_password`).',
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
    adviceEn: 'Set TLS to `off`, preferably with a transport over SSH; or switch TLS on at the server.',
    adviceEs: 'Ponga TLS en `off`, de preferencia con un transporte por SSH; o active TLS en el servidor.',
  },
  'store.tls-not-trusted': {
    kind: 'config',
    en: "The certificate of the store's database cannot be trusted.",
    es: 'No se puede confiar en el certificado de la base de datos de la tienda.',
    adviceEn:
      "No trusted authority signed the certificate, or it is for another name, or it has expired. Give the authority's certificate, and name the host as the certificate does.",
    adviceEs:
      'El certificado no es de una autoridad de confianza, es para otro nombre o está vencido. Dé el certificado de la autoridad e indique el host como lo nombra el certificado.',
  },
  'store.server-key-unknown': {
    kind: 'config',
    en: 'The database asks for the password in a form that it can read, and nothing proves which server answers.',
    es: 'La base de datos pide la contraseña en una forma legible y nada demuestra qué servidor responde.',
    adviceEn:
      'The server has not received the password. Compare the fingerprint with the one of the server and confirm the key, in the panel or with `{taquilla} credentials test`; or use verified TLS or SSH. See [Reaching a store](reaching-a-store.md#who-can-read-the-password).',
    adviceEs:
      'El servidor no recibió la contraseña. Compare la huella con la del servidor y confirme la clave, en el panel o con `{taquilla} credentials test`; o use TLS verificado o SSH. Vea [Cómo conectarse a una tienda](../reaching-a-store.md#who-can-read-the-password) (en inglés).',
  },
  'store.server-key-changed': {
    kind: 'config',
    en: 'The database server presents another key than the confirmed one. It did not receive a readable password.',
    es: 'El servidor de la base de datos presenta una clave distinta de la confirmada. No recibió ninguna contraseña legible.',
    adviceEn:
      'The server was reinstalled, or another machine answers in its place. Ask its administrator, and only then confirm the new key, in the panel or with `{taquilla} credentials test`.',
    adviceEs:
      'El servidor se reinstaló, o responde otra máquina en su lugar. Pregunte a quien lo administra; solo entonces confirme la clave nueva, en el panel o con `{taquilla} credentials test`.',
  },
  'store.ssh-unreachable': {
    kind: 'unavailable',
    en: 'The SSH host cannot be reached.',
    es: 'No se puede conectar con el host SSH.',
    adviceEn:
      "No SSH server listens there, or the name is not known. Check the SSH host and port in the provider's panel; many providers use a port other than 22.",
    adviceEs:
      'Ningún servidor SSH escucha allí, o el nombre no se conoce. Revise el host y el puerto SSH en el panel del proveedor; muchos usan un puerto distinto del 22.',
  },
  'store.ssh-lost': {
    kind: 'unavailable',
    en: 'The SSH host closed the connection.',
    es: 'El host SSH cortó la conexión.',
    adviceEn:
      'Try again. If this continues, the host may be blocking the address of this machine after too many wrong passwords.',
    adviceEs:
      'Inténtelo de nuevo. Si sigue igual, quizás el host bloquea la dirección de esta máquina tras demasiadas contraseñas erróneas.',
  },
  'store.not-ssh': {
    kind: 'config',
    en: 'Something other than SSH answers at this port.',
    es: 'Lo que responde en ese puerto no es SSH.',
    adviceEn: 'Correct the SSH port: 3306 is the database, 21 is FTP.',
    adviceEs: 'Corrija el puerto SSH: el 3306 es la base de datos y el 21 es FTP.',
  },
  'store.ssh-handshake': {
    kind: 'config',
    en: 'The SSH host only knows broken ways of encrypting.',
    es: 'El host SSH solo admite cifrados que ya no son seguros.',
    adviceEn:
      'The host only offers encryption that is no longer secure: ask the provider to update the SSH server.',
    adviceEs:
      'El host solo ofrece cifrados que ya no son seguros: pida al proveedor que actualice el servidor SSH.',
  },
  'store.host-key-unknown': {
    kind: 'config',
    en: 'The key of the SSH host is not confirmed yet.',
    es: 'Nadie ha confirmado aún la clave del host SSH.',
    adviceEn:
      'Nothing secret was sent. Compare the fingerprint with the one that the provider shows, then confirm it, in the panel or with `{taquilla} credentials test`.',
    adviceEs:
      'No se envió ningún secreto. Compare la huella con la que muestra el proveedor y luego confírmela, en el panel o con `{taquilla} credentials test`.',
  },
  'store.host-key-changed': {
    kind: 'config',
    en: 'The SSH host presents another key than the confirmed one.',
    es: 'El host SSH presenta una clave distinta de la confirmada.',
    adviceEn:
      'The host was reinstalled, or somebody is intercepting the connection. Nothing secret was sent. Ask the provider; only then confirm the new fingerprint, in the panel or with `{taquilla} credentials test`.',
    adviceEs:
      'El host se reinstaló o alguien intercepta la conexión. No se envió ningún secreto. Pregunte al proveedor; solo entonces confirme la nueva huella, en el panel o con `{taquilla} credentials test`.',
  },
  'store.ssh-auth-failed': {
    kind: 'config',
    en: 'The SSH host refuses the user, the password or the key.',
    es: 'El host SSH rechaza el usuario, la contraseña o la clave.',
    adviceEn:
      'The host does not say which of them is wrong. Correct the SSH user or the password, or put the public key into `~/.ssh/authorized_keys` of that user.',
    adviceEs:
      'El host no dice cuál está mal. Corrija el usuario o la contraseña de SSH, o ponga la clave pública en `~/.ssh/authorized_keys` de ese usuario.',
  },
  'store.ssh-key-unreadable': {
    kind: 'config',
    en: 'The private key cannot be read.',
    es: 'La clave privada no se puede leer.',
    adviceEn: 'Give the private key in OpenSSH or PEM form. PuTTYgen exports it under Conversions.',
    adviceEs: 'Dé la clave privada en formato OpenSSH o PEM. PuTTYgen la exporta en Conversions.',
  },
  'store.ssh-key-type': {
    kind: 'config',
    en: 'SSH keys of this type are not supported.',
    es: 'Ese tipo de clave SSH no se admite.',
    adviceEn:
      'DSA keys and hardware keys cannot be used. Use an Ed25519, RSA or ECDSA key: `{taquilla} credentials generate-key` makes one.',
    adviceEs:
      'Las claves DSA y las llaves físicas no se pueden usar. Use una clave Ed25519, RSA o ECDSA: `{taquilla} credentials generate-key` crea una.',
  },
  'store.ssh-key-passphrase': {
    kind: 'config',
    en: 'The passphrase of the SSH key is missing or wrong.',
    es: 'La frase de contraseña de la clave SSH falta o es incorrecta.',
    adviceEn: 'Give the passphrase of the key.',
    adviceEs: 'Dé la frase de contraseña de la clave.',
  },
  'store.forwarding-refused': {
    kind: 'config',
    en: 'The SSH host does not allow forwarding.',
    es: 'El host SSH no permite el reenvío de puertos.',
    adviceEn:
      'Cheap hosting often does not allow it. Use the transport `ssh_exec` or `auto`. For a socket, the host can allow it with `AllowStreamLocalForwarding`.',
    adviceEs:
      'El hosting económico no suele permitirlo. Use el transporte `ssh_exec` o `auto`. Para un socket, el host puede permitirlo con `AllowStreamLocalForwarding`.',
  },
  'store.socket-denied': {
    kind: 'config',
    en: 'The socket of the database may not be opened.',
    es: 'No se permite abrir el socket de la base de datos.',
    adviceEn:
      'Give the connecting user access to the socket and its folder. That is the user who runs Taquilla or, over SSH, the user on the SSH host.',
    adviceEs:
      'Dé permiso sobre el socket y su carpeta al usuario que se conecta. Es el que ejecuta Taquilla o, por SSH, el usuario del host SSH.',
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;
