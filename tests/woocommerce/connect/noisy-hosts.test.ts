import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createStoreGateway } from '../../../src/woocommerce/connect/store-gateway.ts';
import { freshStoreDatabase, type StoreDatabase } from '../../servers/databases.ts';
import { clientScript, type PrivateSshd, type SshdOptions, startSshd } from '../../servers/private-sshd.ts';
import { directTo, never, over } from './gateway-settings.ts';

/** SSH hosts whose start files and clients print unrequested text. */
let database: StoreDatabase;
let sshd: PrivateSshd | null = null;

beforeAll(async () => {
  database = await freshStoreDatabase();
  await database.exec(`CREATE TABLE odd (id int PRIMARY KEY, note longtext);
    INSERT INTO odd VALUES (1, 'WARNING: a row that looks like one'), (2, NULL), (3, '[1, 2]'), (4, '🎟️')`);
});
afterEach(async () => {
  await sshd?.stop();
  sshd = null;
});
afterAll(async () => await database.drop());

/** The host's start file, which runs before every command. */
const first = (script: string): SshdOptions => ({
  config: [`ForceCommand ${script}; exec sh -c "$SSH_ORIGINAL_COMMAND"`],
});
/** The command in a shell of the host's own kind. */
const shell = (program: string): SshdOptions => ({
  config: [`ForceCommand exec ${program} -c "$SSH_ORIGINAL_COMMAND"`],
});
const client = (script: string): SshdOptions => ({ programs: { mariadb: clientScript(script) } });
/** A wrapper around the client that changes each line of its output. */
const eachLine = (sed: string): SshdOptions => client(`"$client" "$@" 2>&1 | sed -u '${sed}'`);
/** The folder of programs, under a name that PATH lacks. */
const AT_HOME = 'mkdir -p "$HOME/bin"; mv "$(command -v mariadb)" "$HOME/bin/"';
const WARNING = 'WARNING: option --ssl-verify-server-cert is disabled, because of an insecure login.';
/** The option file is a descriptor that can be read from its beginning more than once. */
const WANTS_TLS = `case "$(cat /dev/fd/4)" in
  *skip-ssl-verify-server-cert*) exec "$client" "$@" ;;
esac
echo "ERROR 2026 (HY000): TLS/SSL error: SSL is required, but the server does not support it" >&2
exit 1`;

/** As MySQL's own client does with any option file. */
const READS_LOGIN_FILE = `[ "\${MYSQL_TEST_LOGIN_FILE:-$HOME/.mylogin.cnf}" = "$HOME/.mylogin.cnf" ] && exit 1
exec "$client" "$@"`;

const HOSTS: readonly (readonly [string, SshdOptions])[] = [
  ['a greeting on standard output', first('echo "Welcome to shared hosting"; echo; echo "Have fun"')],
  ['a greeting on standard error', first('echo "stdin: is not a tty" >&2')],
  ['a window title without an end of line', first(String.raw`printf "\033]0;store@host\007"`)],
  ['a prompt without an end of line', first('printf "store@host:~$ "')],
  ['what is printed after the shell is ready', first('( /bin/sleep 0.2; echo "You have new mail." ) & true')],
  ['a client that warns before its first row', client(`echo "${WARNING}" >&2; exec "$client" "$@"`)],
  ['a client that warns on standard output', client(`echo "${WARNING}"; exec "$client" "$@"`)],
  ['a client that demands TLS unless configured otherwise', client(WANTS_TLS)],
  ['a warning that begins as a row does', client('echo "[Warning] insecure login"; exec "$client" "$@"')],
  ['a line that could be a row of other columns', client(`echo '["a"]'; exec "$client" "$@"`)],
  ['text without an end of line before each row', eachLine('s/^/You have new mail./')],
  ['colours around each row', eachLine(String.raw`s/^/\x1b[0m/; s/$/\x1b[0m/`)],
  ['Windows line ends', eachLine(String.raw`s/$/\r/`)],
  ['a restricted shell', shell('/bin/bash -r')],
  ['a shell that overwrites no file', shell('/usr/bin/env SHELLOPTS=noclobber:nounset /bin/bash')],
  ['no folder of temporary files', first('TMPDIR=/none; HOME=/none; export TMPDIR HOME')],
  ['a client outside of PATH', { ...first(AT_HOME), ...client('exec "$client" "$@"') }],
  ['a client that reads a login file last', client(READS_LOGIN_FILE)],
];

describe.each(HOSTS)('%s', (_name, options) => {
  it('does not change answers over the remote client', async () => {
    sshd = await startSshd(options);
    const reach = createStoreGateway(directTo(database.url, over(sshd, { transport: 'ssh_exec' })));
    try {
      const connection = await reach.open(never);
      for (let at = 0; at < 3; at += 1) {
        expect(await connection.query('SELECT o.id, o.note FROM odd o ORDER BY o.id', never)).toEqual([
          ['1', 'WARNING: a row that looks like one'],
          ['2', null],
          ['3', '[1, 2]'],
          ['4', '🎟️'],
        ]);
      }
      await expect(connection.query('SELECT x.a FROM no_such_table x', never)).rejects.toMatchObject({
        code: 'store.not-woocommerce',
      });
    } finally {
      await reach.close();
    }
  });
});

it('start files may take longer than a connection', async () => {
  sshd = await startSshd(first('/bin/sleep 1'));
  const way = over(sshd, { transport: 'ssh_exec', connectTimeoutMs: 900 });
  const reach = createStoreGateway(directTo(database.url, way));
  try {
    const connection = await reach.open(never);
    expect(await connection.query('SELECT 1', never)).toEqual([['1']]);
  } finally {
    await reach.close();
  }
});

it('start files that take too long are reported with user and host', async () => {
  sshd = await startSshd(first('/bin/sleep 3'));
  const way = over(sshd, { transport: 'ssh_exec', shellPatienceMs: 300 });
  const reach = createStoreGateway(directTo(database.url, way));
  try {
    await expect(reach.open(never)).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'store.slow-shell',
      message: expect.stringMatching(
        /^The shell of the user "store" on the SSH host 127\.0\.0\.1:\d+ was not/,
      ),
    });
  } finally {
    await reach.close();
  }
});

it('a client and a server that disagree on encryption have an error of their own', async () => {
  const refuses = 'echo "ERROR 2026 (HY000): TLS/SSL error: self-signed certificate" >&2; exit 1';
  sshd = await startSshd(client(refuses));
  const reach = createStoreGateway(directTo(database.url, over(sshd, { transport: 'ssh_exec' })));
  try {
    await expect(reach.open(never)).rejects.toMatchObject({ kind: 'config', code: 'store.client-tls' });
  } finally {
    await reach.close();
  }
});
