import { type Deployed, type Deployment, startChild } from '../smoke/deployment.ts';
import { buildah } from './buildah.ts';
import { standInBase } from './stand-in-base.ts';

const TAG = 'localhost/taquilla:tested';

/** The settings in the Dockerfile for running the image. */
interface ImageConfig {
  readonly User: string;
  readonly Env: readonly string[];
  readonly Entrypoint: readonly string[];
  readonly Cmd: readonly string[];
  readonly WorkingDir: string;
  readonly StopSignal: string;
  readonly Labels: Readonly<Record<string, string>>;
  readonly Healthcheck: { readonly Test: readonly string[] };
}

export interface ImageDeployment extends Deployment {
  readonly config: ImageConfig;
  /** The path of its root on this machine. */
  readonly root: string;
  /** Runs a program of the image, as its user, in its read-only root. */
  run(command: readonly string[], env?: Readonly<Record<string, string>>): Deployed;
  remove(): Promise<void>;
}

/**
 * Builds the image and runs it as an engine would: with its root mounted read-only, its user, its environment and a
 * separate /tmp. It uses the network of this machine.
 */
export async function imageDeployment(): Promise<ImageDeployment> {
  const base = await standInBase();
  const build = [
    '--isolation',
    'chroot',
    '--layers',
    '--format',
    'docker',
    '--build-arg',
    `NODE_IMAGE=${base}`,
  ];
  await buildah('bud', ...build, '--tag', TAG, '.');
  const inspected = JSON.parse(await buildah('inspect', '--type', 'image', TAG)) as {
    readonly Docker: { readonly config: ImageConfig };
  };
  const { config } = inspected.Docker;
  const container = await buildah('from', TAG);
  const root = await buildah('mount', container);
  const own = Object.fromEntries(config.Env.map((line) => [line.split('=')[0], line.replace(/^[^=]*=/, '')]));
  const run = (command: readonly string[], env: Readonly<Record<string, string>> = {}): Deployed =>
    startChild(
      'unshare',
      ['--mount', 'sh', '-ec', INSIDE, 'sh', root, config.User, config.WorkingDir, ...command],
      { ...own, ...env },
    );
  return {
    config,
    root,
    run,
    start: (args, env) => run([...config.Entrypoint, ...args], env),
    isHealthy: async (env) => (await run(config.Healthcheck.Test.slice(1), env).ended).exitCode === 0,
    remove: async () => {
      await buildah('rm', container);
      // with vfs each layer is a whole copy
      await buildah('rmi', '--force', TAG);
      await buildah('rmi', '--prune', '--force');
    },
  };
}

/** Each `exec` keeps the process, so a signal to it reaches the program. */
const INSIDE = `
  root=$1 user=$2 folder=$3; shift 3
  mount --bind "$root" "$root"
  mount -t proc proc "$root/proc"
  mount --bind /dev "$root/dev"
  mount -t tmpfs tmpfs "$root/tmp"
  mount -o remount,bind,ro "$root"
  exec chroot --userspec="$user" --groups= "$root" /bin/sh -c 'cd "$0" && exec "$@"' "$folder" "$@"`;
