import { ownCommand } from '../../kernel/own-command.ts';
import { TICKET_PLUGIN_TITLES } from '../plugins/ticket-plugins.ts';
import type { AdviceTexts } from './advice.ts';

export const ADVICE_IN_ENGLISH: AdviceTexts = {
  steps: {
    name: 'name',
    tcp: 'TCP connection',
    socket: 'Unix socket',
    'ssh-hello': 'SSH greeting and host key',
    'ssh-auth': 'SSH authentication',
    forward: 'port forwarding',
    exec: 'remote client',
    'mysql-login': 'database sign-in',
    grants: 'rights',
    server: 'server and clock',
    layout: 'WooCommerce',
    events: 'events',
  },
  hops: { jump: 'jump host', ssh: 'SSH host', mysql: 'database' },
  codes: {
    'store.unreachable': {
      means: 'Nothing listens at this host and port or at this socket, or the name is not known.',
      todo: 'Check host and port, or the path of the socket. Over SSH, give them as seen from the SSH host, usually 127.0.0.1 and 3306.',
    },
    'store.socket-denied': {
      means: 'The user who connects may not open the socket of the database.',
      todo: 'Give that user access to the socket and its folder: the user that runs Taquilla, or over SSH the user of the SSH host.',
    },
    'store.connect-timeout': {
      means: 'The host does not answer: it is off, or a firewall drops the connection.',
      todo: "Check host and port, and let this machine's address through the firewall of the host or provider.",
    },
    'store.address-refused': {
      means: 'The host has a link-local address or that of a cloud service, which no store has.',
      todo: "Name the store's own host.",
    },
    'store.ssh-unreachable': {
      means: 'No SSH server listens at this host and port, or the name is not known.',
      todo: 'Check the SSH host and port in the control panel of the provider; many use a port other than 22.',
    },
    'store.ssh-lost': {
      means: 'The SSH host closed the connection.',
      todo: 'Try again. If this continues, the host may block this address after too many wrong passwords.',
    },
    'store.not-ssh': {
      means: 'Something answers at this port, but it is not SSH.',
      todo: 'Correct the SSH port. 3306 is the database, 21 is FTP.',
    },
    'store.ssh-handshake': {
      means: 'The SSH host only supports ciphers that are no longer secure.',
      todo: 'Ask the provider to update the SSH server.',
    },
    'store.host-key-unknown': {
      means: 'The key of this host is not confirmed yet. Nothing secret was sent.',
      todo: 'Compare the fingerprint with the one that the provider shows, then confirm it.',
    },
    'store.server-key-unknown': {
      means:
        'The database asks for the password in a form that it can read, and nothing proves which server answers. It has not received the password.',
      todo: 'Compare the fingerprint with the one of the server and confirm it, or set TLS to "verify", or use SSH.',
    },
    'store.server-key-changed': {
      means:
        'The database server presents a key that differs from the confirmed one: it was installed again, or another machine answers in its place. It has not received a readable password.',
      todo: 'Ask the administrator of the server whether the key changed. Only then confirm the new key.',
    },
    'store.auth-unverified': {
      means:
        'The password went to a server with an unconfirmed key. A later release refuses this connection.',
      todo: 'Compare the fingerprint and confirm the key of the server, or set TLS to "verify", or use SSH.',
    },
    'store.host-key-changed': {
      means:
        'The host presents a key that differs from the confirmed one: it was reinstalled, or the connection is being intercepted. Nothing secret was sent.',
      todo: 'Ask the provider whether the key was changed. Only then confirm the new fingerprint.',
    },
    'store.ssh-auth-failed': {
      means: 'The SSH host refuses the user, the password or the key, and does not say which.',
      todo: 'Check the user name and the password, or add the public key to ~/.ssh/authorized_keys of that user.',
    },
    'store.ssh-key-unreadable': {
      means: 'The text is not a private key, or has a format that Taquilla does not support.',
      todo: 'Give the private key in OpenSSH or PEM format. PuTTYgen exports it under Conversions.',
    },
    'store.ssh-key-type': {
      means: 'The private key is of a type that is not supported (DSA, a hardware key …).',
      todo: `Create a new pair with "${ownCommand('credentials generate-key')}".`,
    },
    'store.ssh-key-passphrase': {
      means: 'The private key is locked, and the passphrase is missing or wrong.',
      todo: 'Give the passphrase of the key.',
    },
    'store.forwarding-refused': {
      means:
        'The SSH host refuses connections to other ports, or to this socket, as cheap hosting often does.',
      todo: 'Use the transport ssh_exec, or auto.',
    },
    'store.exec-refused': {
      means: 'The SSH host runs no commands for this user: it allows SFTP or tunnels only.',
      todo: 'Use the transport ssh_tunnel, or ask the provider for shell access.',
    },
    'store.no-client': {
      means: 'The SSH host has no program "mysql" or "mariadb".',
      todo: 'Use the transport ssh_tunnel, or ask the provider to install the client.',
    },
    'store.no-temporary-file': {
      means: 'The SSH user can write neither to /tmp nor to its home: the disk or the quota is full.',
      todo: 'Free some space on the SSH host.',
    },
    'store.no-json-array': {
      means: 'The database server is older than MySQL 5.7.8 or MariaDB 10.2.3.',
      todo: 'Use the transport ssh_tunnel, or update the server.',
    },
    'store.no-ssh-host': {
      means: 'The transport uses SSH, but no SSH host is given.',
      todo: 'Name the SSH host, or use the transport direct.',
    },
    'store.access-denied': {
      means: 'The database refuses the user or the password.',
      todo: "Check both in the store's wp-config.php. A user may be limited to certain hosts, locked, or have an expired password: the error message says which.",
    },
    'store.host-not-allowed': {
      means: 'The database accepts no connections from this address.',
      todo: 'Allow this address in the control panel ("remote MySQL"), or use SSH.',
    },
    'store.no-such-database': {
      means: 'There is no database of this name.',
      todo: "Check the name; it is DB_NAME in the store's wp-config.php.",
    },
    'store.missing-permission': {
      means: 'The user may sign in but not read this database.',
      todo: "GRANT SELECT on the store's database to this user.",
    },
    'store.auth-not-supported': {
      means: 'The database asks for a sign-in method that is insecure or unknown.',
      todo: 'Give the user the plugin mysql_native_password or caching_sha2_password.',
    },
    'store.tls-required': {
      means: 'The database accepts no connection without encryption.',
      todo: 'Set TLS to "encrypt" or "verify".',
    },
    'store.tls-not-offered': {
      means: 'Encryption was requested, but the database does not offer it.',
      todo: 'Set TLS to "off", preferably with a transport over SSH; or turn TLS on at the server.',
    },
    'store.tls-not-trusted': {
      means:
        "The database's certificate is not of a trusted authority, is for another name, or is out of date.",
      todo: "Give the authority's certificate, and name the host as the certificate does.",
    },
    'store.not-mysql': {
      means: 'Something answers at this port or socket, but it is not MySQL or MariaDB.',
      todo: 'Correct the port of the database, or the path of its socket.',
    },
    'store.too-many-connections': {
      means: 'The database has no free connections.',
      todo: 'Try again later; if this continues, raise max_connections or max_user_connections.',
    },
    'store.connection-lost': {
      means: 'The connection broke.',
      todo: 'Try again. If it always breaks, something in the network closes it.',
    },
    'store.slow-shell': {
      means: 'The SSH host accepted the command, but its shell was still running its start files.',
      todo: 'Shorten .bashrc and .profile of the SSH user, or use the transport ssh_tunnel.',
    },
    'store.client-tls': {
      means: 'The client program on the SSH host and the database have no cipher in common.',
      todo: "Use the transport ssh_tunnel, or ask the provider to correct the client's settings.",
    },
    'store.text-changed': {
      means: 'The connection uses a character set that cannot represent every name.',
      todo: 'Have init_connect and skip-character-set-client-handshake removed from the server, or the proxy in front of it set to utf8mb4.',
    },
    'store.hourly-limit': {
      means: 'The user has used up what the database allows in an hour.',
      todo: 'Ask the provider to raise the limit, or sync less often.',
    },
    'store.too-many-rows': {
      means: 'The server refuses queries that examine many rows.',
      todo: 'Have max_join_size raised, or sql_big_selects switched on for this user.',
    },
    'store.out-of-resources': {
      means: 'The database server has run out of disk space or memory.',
      todo: 'Free some space on the server; a sync then continues by itself.',
    },
    'store.view-broken': {
      means: 'A view of the database no longer works.',
      todo: 'Create the view again, with an account that may read its table.',
    },
    'store.init-connect-fails': {
      means: "The database server's own init_connect fails for this user, and it ends the connection.",
      todo: 'Ask the provider to correct init_connect.',
    },
    'store.table-damaged': {
      means: 'A table of the database is damaged.',
      todo: 'Repair it on the server (REPAIR TABLE, or from a backup).',
    },
    'store.statement-timeout': {
      means: 'A query took longer than the limit.',
      todo: 'The store is busy: try again later, or allow a longer statement.',
    },
    'store.not-woocommerce': {
      means: 'This database holds no WooCommerce, or the user sees none of its tables.',
      todo: 'Check the name of the database, and grant SELECT on all of its tables.',
    },
    'store.several-prefixes': {
      means: 'Several stores share this database.',
      todo: "Name the table prefix of one; it is $table_prefix in the store's wp-config.php.",
    },
    'store.no-such-prefix': {
      means: 'There are no WooCommerce tables with this prefix.',
      todo: "Correct the prefix; it is $table_prefix in the store's wp-config.php.",
    },
    'store.incomplete-layout': {
      means: "Some of WooCommerce's tables are missing, or hidden from this user.",
      todo: 'Grant SELECT on all tables of the database.',
    },
    'store.half-migrated': {
      means: "WooCommerce's migration to its order tables was started but not finished.",
      todo: 'Finish it in WooCommerce under Settings, Advanced, Features.',
    },
    'store.user-can-write': {
      means:
        "The user could change or lock the store's database. Taquilla never does, but a person with this password could.",
      todo: 'Make a user that has SELECT alone.',
    },
    'store.clock-skew': {
      means: 'The clocks of the database and of Taquilla differ.',
      todo: 'Set both by NTP. Times of orders may be wrong by as much.',
    },
    'store.no-tls': {
      means: 'Data of buyers crosses the internet unencrypted, where others can read it.',
      todo: 'Use TLS, or a transport over SSH.',
    },
    'store.no-events': {
      means: `No product has the ${TICKET_PLUGIN_TITLES} setting, and none has tickets.`,
      todo: 'Check that this is the right store.',
    },
    'store.test-timeout': {
      means: 'This step hangs.',
      todo: 'Try again. If this continues, the store is overloaded, or answers are lost in the network.',
    },
  },
  otherwise: {
    means: 'This step failed.',
    todo: 'Look the code up in docs/errors.md, and run the test again with --verbose.',
  },
};
