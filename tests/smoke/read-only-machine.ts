import { chmod, chown, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHECKOUT } from '../cli/run-taquilla.ts';
import { type Deployment, startChild } from './deployment.ts';

/** Any plain user: on Debian, one without rights. */
const USER = 65_534;

/** This machine with a root that is mounted read-only, for a user who is not root. */
interface ReadOnlyMachine {
  readonly deployment: Deployment;
  readonly dataDir: string;
  readonly close: () => Promise<void>;
}

/** Only root can mount. A separate /tmp hides that of the tests. */
export async function openReadOnlyMachine(): Promise<ReadOnlyMachine> {
  const folder = await mkdtemp(join(tmpdir(), 'taquilla-root-'));
  const root = join(folder, 'root');
  const dataDir = '/var/lib/taquilla-smoke';
  const data = join(folder, 'data');
  for (const path of [root, data]) await mkdir(path);
  await mkdir(dataDir, { recursive: true });
  await chmod(folder, 0o755);
  await chown(data, USER, USER);
  const start = (script: string, args: readonly string[], env: Readonly<Record<string, string>>) =>
    startChild(
      'unshare',
      [
        '--mount',
        'sh',
        '-ec',
        INSIDE,
        'sh',
        root,
        data,
        dataDir,
        String(USER),
        process.execPath,
        join(CHECKOUT, script),
        ...args,
      ],
      { PATH: process.env['PATH'] ?? '', ...env },
    );
  return {
    deployment: {
      start: (args, env) => start('dist/main.js', args, env),
      isHealthy: async (env) => (await start('scripts/healthy.mjs', [], env).ended).exitCode === 0,
    },
    dataDir,
    close: async () => {
      await rm(folder, { recursive: true, force: true });
      await rm(dataDir, { recursive: true });
    },
  };
}

/** Each `exec` keeps the process, so a signal to it reaches the program. */
const INSIDE = `
  root=$1 data=$2 at=$3 user=$4; shift 4
  mount --bind / "$root"
  mount -t proc proc "$root/proc"
  mount --bind /dev "$root/dev"
  mount --bind "$data" "$root$at"
  mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
  mount -o remount,bind,ro "$root"
  exec chroot --userspec="$user:$user" --groups= "$root" /bin/sh -c 'cd / && exec "$@"' sh "$@"`;
