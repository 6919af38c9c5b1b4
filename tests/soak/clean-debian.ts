import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readdir, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { repositoryFiles } from '../house/source-files.ts';

const call = promisify(execFile);
const RELEASE = 'bookworm';
const CHECKOUT = '/srv/taquilla';
export const PLAIN_USER = 4_321;
const PLAIN_HOME = '/srv/plain';
const OUTPUT_LIMIT_BYTES = 64_000_000;

/** A Debian 12 with only its base, Node, npm and a copy of this checkout. */
export interface CleanDebian {
  /** Runs a shell script in the checkout; every process that it starts ends with it. */
  run(script: string, uid: number): Promise<CommandOutput>;
  /** Installs packages, as an administrator does. */
  install(packages: readonly string[]): Promise<void>;
  remove(): Promise<void>;
}

interface CommandOutput {
  readonly code: number;
  readonly text: string;
}

/** Null if this machine cannot create one: that requires root and debootstrap. */
export async function makeCleanDebian(): Promise<CleanDebian | null> {
  if (process.getuid?.() !== 0) return null;
  const found = await call('sh', ['-c', 'command -v debootstrap unshare']).catch(() => null);
  if (found === null) return null;
  const root = await mkdtemp(join(tmpdir(), 'taquilla-debian-'));
  try {
    await chmod(root, 0o755);
    await call('debootstrap', ['--variant=minbase', '--include=ca-certificates', RELEASE, root], {
      maxBuffer: OUTPUT_LIMIT_BYTES,
    });
    await copyNetworkSettings(root);
    await copyNode(root);
    await copyCheckout(root);
  } catch (error) {
    await rm(root, { recursive: true, force: true });
    throw error;
  }
  const run = async (script: string, uid: number): Promise<CommandOutput> => await runIn(root, script, uid);
  return {
    run,
    async install(packages) {
      const said = await run(
        `export DEBIAN_FRONTEND=noninteractive
         apt-get -q update && apt-get -q install -y --no-install-recommends ${packages.join(' ')}`,
        0,
      );
      if (said.code !== 0) throw new Error(said.text);
    },
    remove: async () => await rm(root, { recursive: true, force: true }),
  };
}

/** In separate process and mount namespaces, which end with the script. */
async function runIn(root: string, script: string, uid: number): Promise<CommandOutput> {
  const inside = `cd ${CHECKOUT} && { ${script}\n} 2>&1`;
  const home = uid === 0 ? '/root' : PLAIN_HOME;
  const outside = `mount -t proc proc "$1/proc" && mount --rbind /dev "$1/dev" && mkdir -p "$1/dev/shm" &&
    exec chroot --userspec=${uid}:${uid} "$1" /usr/bin/env -i HOME=${home} LC_ALL=C.UTF-8 \
      PATH=/usr/local/bin:/usr/bin:/bin NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt sh -c "$2"`;
  const spaces = ['--mount', '--pid', '--fork', '--kill-child'];
  try {
    const { stdout } = await call('unshare', [...spaces, 'sh', '-c', outside, 'sh', root, inside], {
      maxBuffer: OUTPUT_LIMIT_BYTES,
    });
    return { code: 0, text: stdout };
  } catch (error) {
    if (!(error instanceof Error && 'stdout' in error && 'code' in error)) throw error;
    return { code: Number(error.code), text: String(error.stdout) };
  }
}

/** The settings with which this machine reaches the network: names, certificates and apt's settings. */
async function copyNetworkSettings(root: string): Promise<void> {
  for (const path of ['/etc/resolv.conf', '/etc/hosts', '/etc/ssl/certs/ca-certificates.crt']) {
    await cp(path, join(root, path), { dereference: true, force: true });
  }
  const settings = '/etc/apt/apt.conf.d';
  for (const name of await readdir(settings)) await cp(join(settings, name), join(root, settings, name));
}

async function copyNode(root: string): Promise<void> {
  const local = join(root, 'usr/local');
  await cp(process.execPath, join(local, 'bin/node'));
  const cli = await realpath((await call('sh', ['-c', 'command -v npm'])).stdout.trim());
  await cp(dirname(dirname(cli)), join(local, 'lib/node_modules/npm'), { recursive: true });
  for (const name of ['npm', 'npx']) {
    await symlink(`../lib/node_modules/npm/bin/${name}-cli.js`, join(local, 'bin', name));
  }
}

async function copyCheckout(root: string): Promise<void> {
  const checkout = join(root, CHECKOUT);
  for (const path of repositoryFiles()) {
    await mkdir(dirname(join(checkout, path)), { recursive: true });
    await cp(path, join(checkout, path));
  }
  await call('chroot', [
    root,
    'useradd',
    '--create-home',
    '--home-dir',
    PLAIN_HOME,
    '--uid',
    String(PLAIN_USER),
    'plain',
  ]);
}
