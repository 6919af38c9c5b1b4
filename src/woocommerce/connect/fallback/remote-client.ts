import type { Secret } from '../../../kernel/secrets/secret.ts';

/** The sign-in data for the remote client. */
export interface RemoteLogin {
  readonly host: string;
  readonly port: number;
  /** The path of its Unix socket. If it is absent or null, host and port are used. */
  readonly socket?: string | null;
  readonly user: string;
  readonly password: Secret | string;
  readonly database: string;
}

/** What the remote shell may report after the mark, on a separate line. */
export const SHELL_SAYS = { ready: 'ready', noClient: 'no-client', noFile: 'no-file' } as const;

/** The client refuses larger rows. It allocates only as much memory as it needs. */
export const ROW_LIMIT_BYTES = 32 * 1024 * 1024;

const CONNECT_TIMEOUT_S = 10;
const CLIENT_ARGS = [
  '--batch',
  '--raw',
  '--skip-column-names',
  '--quick',
  '--unbuffered',
  // The client continues after a failed statement, as a connection does.
  '--force',
  // A new connection would silently lose the snapshot.
  '--skip-reconnect',
  '--default-character-set=utf8mb4',
  `--max-allowed-packet=${ROW_LIMIT_BYTES + 1024 * 1024}`,
  `--connect-timeout=${CONNECT_TIMEOUT_S}`,
].join(' ');

/**
 * The command for the SSH host. Its shell prints a mark, and only then gets the password as the first line of
 * its input, which it writes into a file that only this user can read. The client reads that file through a
 * descriptor, so the file is deleted before the client starts. On a host without such descriptors it is deleted
 * when the shell ends. Password and file are in no list of arguments and in no environment.
 *
 * The command is one line without `!`, in single quotes, so that every user's shell passes it on unchanged. A
 * restricted shell allows neither `exec` nor a path.
 */
export function remoteCommand(mark: string): string {
  const says = (what: string): string => `echo; echo "${mark} ${what}"`;
  const script = [
    'umask 077',
    // A shell that is not interactive has a shorter PATH.
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the remote shell fills it in.
    'PATH="$PATH:/usr/local/bin:/usr/local/mysql/bin:/opt/bitnami/mariadb/bin:/opt/bitnami/mysql/bin:${HOME:-}/bin"',
    'c=$(command -v mariadb || command -v mysql)',
    `if [ -z "$c" ]; then ${says(SHELL_SAYS.noClient)}; exit 3; fi`,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the remote shell fills it in.
    'for d in "${TMPDIR:-/tmp}" "${HOME:-.}" /tmp /var/tmp .; do f=$(mktemp "$d/.taquilla.XXXXXXXXXX" 2>/dev/null) && break; done',
    `if [ -z "$f" ]; then ${says(SHELL_SAYS.noFile)}; exit 4; fi`,
    'trap \'rm -f "$f"\' EXIT',
    "trap 'exit 5' HUP INT TERM PIPE",
    says(SHELL_SAYS.ready),
    'IFS= read -r p || exit 6',
    // printf is part of the shell, so its arguments are in no list of processes.
    '{ printf "[client]\\npassword=\\"%s\\"\\n" "$p"; while IFS= read -r l && [ -n "$l" ]; do printf "%s\\n" "$l"; done; } >| "$f"',
    'p=',
    // After all other option files, MySQL's client reads the user's login file, which could lead it to another
    // server.
    'MYSQL_TEST_LOGIN_FILE="$f.none"',
    'export MYSQL_TEST_LOGIN_FILE',
    'exec 4< "$f"',
    `if [ -r /dev/fd/4 ]; then rm -f "$f"; trap - EXIT; exec "$c" --defaults-file=/dev/fd/4 ${CLIENT_ARGS} 2>&1 4<&4; fi`,
    `"$c" --defaults-file="$f" ${CLIENT_ARGS} 2>&1`,
  ].join('; ');
  return `sh -c ${quoted(script)}`;
}

/**
 * The input for the shell once it is ready: the line with the password, the other settings, and an empty line.
 */
export function remoteSettings(login: RemoteLogin): string {
  const { user, password, database } = login;
  const secret = typeof password === 'string' ? password : password.reveal();
  const lines = [
    escaped(secret),
    `user="${escaped(user)}"`,
    ...placeLines(login),
    '[mysql]',
    `database="${escaped(database)}"`,
    'loose-local-infile=0',
    // Like clients before MariaDB 11.4: encrypt if the server can, and accept a server that cannot.
    'loose-skip-ssl-verify-server-cert',
    '',
  ];
  return `${lines.join('\n')}\n`;
}

function placeLines({ host, port, socket = null }: RemoteLogin): readonly string[] {
  if (socket !== null) return [`socket="${escaped(socket)}"`, 'protocol=socket'];
  // For `localhost` the client uses the server's socket, whose default path the client knows.
  return [`host="${escaped(host)}"`, `port=${port}`, ...(host === 'localhost' ? [] : ['protocol=tcp'])];
}

/** @source MySQL manual, "Using Option Files": escape sequences in option values */
function escaped(value: string): string {
  return value
    .replace(/\\/g, '\\\\')
    .replace(/"/g, '\\"')
    .replace(/\n/g, '\\n')
    .replace(/\r/g, '\\r')
    .replace(/\t/g, '\\t');
}

function quoted(script: string): string {
  return `'${script.replace(/'/g, "'\\''")}'`;
}
