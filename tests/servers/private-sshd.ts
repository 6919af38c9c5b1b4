import { execFile } from 'node:child_process';
import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Secret } from '../../src/kernel/secrets/secret.ts';
import { type ServerCommand, spawnServer, waitUntilReady } from '../../src/platform/server-child.ts';
import { toHostKey } from '../../src/woocommerce/connect/ssh/host-key.ts';
import type { SshHop } from '../../src/woocommerce/connect/ssh/ssh-connection.ts';
import { generateKeyPair } from '../../src/woocommerce/connect/ssh/ssh-key.ts';
import { provideTestTool } from './provide-test-tool.ts';
import { runServers } from './run-servers.ts';
import { crypted } from './sha512-crypt.ts';
import { NSS_WRAPPER, SSHD_TOOL } from './sshd-tool.ts';
import { steadyPort } from './steady-port.ts';

export interface SshdOptions {
  /** Additional lines of sshd_config. */
  readonly config?: readonly string[];
  /** Public keys that may sign in. */
  readonly authorizedKeys?: readonly string[];
  /** Additional programs for the remote user, each a shell script; by default the database's client. */
  readonly programs?: Readonly<Record<string, string>>;
  readonly port?: number;
}

/** A real SSH server for one test, with one user who exists only there. */
export interface PrivateSshd {
  readonly port: number;
  readonly home: string;
  /** As known_hosts has it. */
  readonly hostKey: string;
  /** How to sign in with the password. */
  readonly hop: SshHop;
  /** Running processes that were started for its user, by their command lines. */
  remoteProcesses(): Promise<readonly string[]>;
  /** Files in the folder for the remote side's temporary files. */
  remoteFiles(): Promise<readonly string[]>;
  log(): Promise<string>;
  stop(): Promise<void>;
}

export const SSH_USER = 'store';
export const SSH_PASSWORD = 'caballo-correcto-grapa';
const SERVER_ID = 59_911;
/** The programs that a shell needs; the remote user finds no other program of this machine. */
const USUAL_PROGRAMS = ['sh', 'mktemp', 'rm', 'cat', 'sed', 'mkdir', 'mv'];

const never = new AbortController().signal;

export async function startSshd(options: SshdOptions = {}): Promise<PrivateSshd> {
  const tool = await provideTestTool(SSHD_TOOL, 'server');
  const folder = await mkdtemp(join(tmpdir(), 'taquilla-sshd-'));
  const isRoot = process.getuid?.() === 0;
  const ids = isRoot
    ? { uid: SERVER_ID, gid: SERVER_ID }
    : { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  const [home, bin, temporary] = ['home', 'bin', 'tmp'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  for (const path of [home, bin, temporary]) await mkdir(path);
  const host = generateKeyPair('host');
  const port = options.port ?? (await steadyPort());
  for (const [name, script] of Object.entries(options.programs ?? clientPrograms())) {
    await writeFile(join(bin, name), script, { mode: 0o755 });
  }
  for (const name of USUAL_PROGRAMS) await symlink(await whereIs(name), join(bin, name));
  const version = await versionOf(tool.programs.server, tool.env);
  const files: Record<string, string> = {
    host_key: host.privateKey.reveal(),
    authorized_keys: `${(options.authorizedKeys ?? []).join('\n')}\n`,
    passwd: `${SSH_USER}:x:${ids.uid}:${ids.gid}::${home}:/bin/sh\n`,
    group: `${SSH_USER}:x:${ids.gid}:\n`,
    shadow: `${SSH_USER}:${crypted(SSH_PASSWORD)}:19000:0:99999:7:::\n`,
    sshd_config: [
      ...(options.config ?? []),
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${join(folder, 'host_key')}`,
      `AuthorizedKeysFile ${join(folder, 'authorized_keys')}`,
      'PidFile none',
      'UsePAM no',
      'StrictModes no',
      'PasswordAuthentication yes',
      'LogLevel VERBOSE',
      `SetEnv PATH=${bin} TMPDIR=${temporary}`,
      // newer versions lock out clients for a while after a wrong password
      ...(version >= 9.8 ? ['PerSourcePenalties no'] : []),
      ...(tool.root !== null && version >= 9.8
        ? [`SshdSessionPath ${join(tool.root, 'usr/lib/openssh/sshd-session')}`]
        : []),
      ...(tool.root !== null && version >= 10
        ? [`SshdAuthPath ${join(tool.root, 'usr/lib/openssh/sshd-auth')}`]
        : []),
    ].join('\n'),
  };
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(folder, name), `${text.trimEnd()}\n`, { mode: 0o600 });
  }
  await chmod(folder, 0o755);
  if (isRoot) {
    for (const path of [folder, ...(await readdir(folder)).map((name) => join(folder, name))]) {
      await chown(path, ids.uid, ids.gid);
    }
  }
  const command: ServerCommand = {
    program: tool.programs.server,
    args: ['-D', '-e', '-f', join(folder, 'sshd_config')],
    env: {
      PATH: '/usr/bin:/bin',
      ...tool.env,
      LD_PRELOAD: tool.libraries[NSS_WRAPPER] ?? '',
      NSS_WRAPPER_PASSWD: join(folder, 'passwd'),
      NSS_WRAPPER_GROUP: join(folder, 'group'),
      NSS_WRAPPER_SHADOW: join(folder, 'shadow'),
    },
    folder,
    logFile: join(folder, 'sshd.log'),
    user: isRoot ? ids : null,
    stopBy: [{ signal: 'SIGTERM', patienceMs: 5_000 }],
  };
  const child = await spawnServer(command);
  await waitUntilReady(child, command, () => answers(port), 60_000, never);
  const hostKey = hostKeyLine(host.publicLine);
  return {
    port,
    home,
    hostKey,
    hop: {
      host: '127.0.0.1',
      port,
      username: SSH_USER,
      password: new Secret(SSH_PASSWORD),
      privateKey: null,
      passphrase: null,
      hostKey,
    },
    remoteProcesses: () => processesIn(home),
    remoteFiles: async () => await readdir(temporary),
    log: async () => await readFile(command.logFile, 'utf8'),
    stop: async () => {
      await child.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Waits until no process of the remote user runs any more; returns those that still run. */
export async function untilNoRemoteProcess(
  sshd: PrivateSshd,
  patienceMs = 30_000,
): Promise<readonly string[]> {
  for (let waitedMs = 0; ; waitedMs += 25) {
    const left = await sshd.remoteProcesses();
    if (left.length === 0 || waitedMs >= patienceMs) return left;
    await sleep(25);
  }
}

/** The database's own client, under both of its names. */
function clientPrograms(): Readonly<Record<string, string>> {
  const script = clientScript('exec "$client" "$@"');
  return { mariadb: script, mysql: script };
}

/** A script with the path of the real client in `$client`. */
export function clientScript(body: string): string {
  const { program, env } = runServers().client;
  const exports = Object.entries(env).map(([name, value]) => `${name}='${value}'; export ${name}`);
  return `#!/bin/sh\n${exports.join('\n')}\nclient='${program}'\n${body}\n`;
}

async function whereIs(name: string): Promise<string> {
  for (const folder of ['/usr/bin', '/bin']) {
    const path = join(folder, name);
    if ((await stat(path).catch(() => null)) !== null) return path;
  }
  throw new Error(`this machine has no ${name}`);
}

function hostKeyLine(publicLine: string): string {
  const [, base64 = ''] = publicLine.trim().split(' ');
  return toHostKey(Buffer.from(base64, 'base64')).line;
}

async function versionOf(program: string, env: Readonly<Record<string, string>>): Promise<number> {
  // it lacks this option, and reports that after its name
  const version = await promisify(execFile)(program, ['-V'], { env: { ...env } }).then(
    ({ stderr, stdout }) => stderr + stdout,
    (error: unknown) => (error instanceof Error && 'stderr' in error ? String(error.stderr) : ''),
  );
  return Number(/OpenSSH_(\d+\.\d+)/.exec(version)?.[1] ?? 0);
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('data', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
    socket.once('end', () => resolve(false));
  });
}

/** Sessions begin in the user's home, which no other process uses. */
async function processesIn(folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => '');
    if (cwd !== folder) continue;
    const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (commandLine !== '') found.push(commandLine.replaceAll('\0', ' ').trim());
  }
  return found;
}
