import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFile, chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CHECKOUT } from '../cli/run-taquilla.ts';

const call = promisify(execFile);
let folder: string;
let clone: string;
let version: string;

async function git(...args: readonly string[]): Promise<string> {
  const who = ['-c', 'user.name=Ana', '-c', 'user.email=ana@example.com'];
  return (await call('git', [...who, ...args], { cwd: clone })).stdout;
}

async function commitAll(): Promise<void> {
  await git('add', '--all');
  await git('commit', '--quiet', '--allow-empty', '--message', 'A release');
}

/** The output and the exit code of the script, with these programs first on PATH. */
async function release(...args: readonly string[]): Promise<{ said: string; exitCode: number }> {
  const env = { ...process.env, PATH: `${folder}/bin:${process.env['PATH']}` };
  return await call(process.execPath, ['scripts/release.mjs', ...args], { cwd: clone, env }).then(
    ({ stdout }) => ({ said: stdout, exitCode: 0 }),
    ({ stderr, code }) => ({ said: stderr, exitCode: code }),
  );
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'taquilla-release-'));
  clone = join(folder, 'clone');
  await call('git', ['clone', '--quiet', '--depth', '1', `file://${CHECKOUT}`, clone]);
  await cp(join(CHECKOUT, 'scripts/release.mjs'), join(clone, 'scripts/release.mjs'));
  ({ version } = JSON.parse(await readFile(join(clone, 'package.json'), 'utf8')));
  // Whether this version has been released does not matter here.
  for (const tag of (await git('tag')).split('\n').filter(Boolean)) await git('tag', '--delete', tag);
  await writeFile(join(clone, 'CHANGELOG.md'), `# Changelog\n\n## ${version}\n\nSomething.\n`);
  await commitAll();
});
afterAll(async () => await rm(folder, { recursive: true, force: true }));

test('a dry run makes source, bill of materials, licences and their checksums, and no tag', async () => {
  const { said, exitCode } = await release('--dry-run');
  expect([said, exitCode]).toEqual([expect.stringContaining(`Not done: image, tag v${version}.`), 0]);
  const made = join(clone, 'release', version);
  const own = `taquilla-${version}`;
  const files = [`${own}.tar.gz`, `${own}.cdx.json`, `${own}-licences.tsv`];
  expect((await readdir(made)).toSorted()).toEqual([...files, 'SHA256SUMS'].toSorted());
  const sums = await Promise.all(
    files.map(async (file) => {
      const digest = createHash('sha256').update(await readFile(join(made, file)));
      return `${digest.digest('hex')}  ${file}\n`;
    }),
  );
  expect(await readFile(join(made, 'SHA256SUMS'), 'utf8')).toBe(sums.join(''));
  const sbom = JSON.parse(await readFile(join(made, `${own}.cdx.json`), 'utf8'));
  // The folder of the checkout has another name.
  const { name } = JSON.parse(await readFile(join(clone, 'package.json'), 'utf8'));
  expect(sbom).toMatchObject({ bomFormat: 'CycloneDX', metadata: { component: { name, version } } });
  const { dependencies, devDependencies } = JSON.parse(
    await readFile(join(clone, 'package.json'), 'utf8'),
  ) as Record<'dependencies' | 'devDependencies', Readonly<Record<string, string>>>;
  const parts: string[] = sbom.components.map(({ purl }: { purl: string }) => decodeURIComponent(purl));
  for (const [name, number] of Object.entries(dependencies))
    expect(parts).toContain(`pkg:npm/${name}@${number}`);
  expect(parts).not.toContain(`pkg:npm/vitest@${devDependencies['vitest']}`);
  const licences = (await readFile(join(made, `${own}-licences.tsv`), 'utf8')).trim().split('\n');
  expect(licences).toContain(`fastify\t${dependencies['fastify']}\tMIT`);
  expect(licences).toContain(`@fastify/cookie\t${dependencies['@fastify/cookie']}\tMIT`);
  const { stdout } = await call('tar', ['-tzf', join(made, files[0] ?? '')]);
  expect(stdout).toContain(`${own}/Dockerfile\n`);
  expect(await git('tag')).toBe('');
  // The files that it creates are not part of the tree.
  expect(await git('status', '--porcelain')).toBe('');
});

test('nothing is released without a section of the changelog, from a changed tree, twice, or under two versions', async () => {
  await writeFile(join(clone, 'CHANGELOG.md'), `# Changelog\n\n## Unreleased (${version})\n`);
  await git('tag', `v${version}`);
  const dockerfile = join(clone, 'Dockerfile');
  const before = await readFile(dockerfile, 'utf8');
  await writeFile(dockerfile, before.replace(/^ARG VERSION=.*$/m, 'ARG VERSION=0.0.7'));
  const worker = join(clone, 'ops/kubernetes/worker.yaml');
  await writeFile(worker, (await readFile(worker, 'utf8')).replace(/(image: \S+):\S+/, '$1:0.0.8'));
  const { said, exitCode } = await release();
  expect(exitCode).toBe(1);
  expect(said.trim().split('\n')).toEqual([
    'The tree has changes that are not committed.',
    `The tag v${version} is there already.`,
    `CHANGELOG.md has no section "## ${version}".`,
    `Dockerfile says 0.0.7, package.json ${version}.`,
    `ops/kubernetes/worker.yaml says 0.0.8, package.json ${version}.`,
  ]);
  await git('checkout', '--quiet', '.');
  await git('tag', '--delete', `v${version}`);
});

test('the image is built on a base by its digest, and the tag comes last', async () => {
  const digest = `sha256:${'a1'.repeat(32)}`;
  const calls = join(folder, 'calls');
  await mkdir(join(folder, 'bin'));
  // Replaces the engine: it knows the digest of the tag, and saves an image.
  const docker = `#!/bin/sh
echo "$*" >> ${calls}
case "$1" in buildx) echo ${digest} ;; save) echo image > "$3" ;; esac
`;
  await writeFile(join(folder, 'bin/docker'), docker);
  await chmod(join(folder, 'bin/docker'), 0o755);
  const dockerfile = join(clone, 'Dockerfile');
  const unpinned = (await readFile(dockerfile, 'utf8')).replace(/^(ARG NODE_IMAGE=[^@\s]+)(@\S+)?$/m, '$1');
  await writeFile(dockerfile, unpinned);
  await commitAll();
  expect(await release()).toMatchObject({ exitCode: 1, said: expect.stringContaining('--pin') });
  expect(await git('tag')).toBe('');
  expect((await release('--pin')).exitCode).toBe(0);
  expect(await readFile(dockerfile, 'utf8')).toMatch(new RegExp(`^ARG NODE_IMAGE=[^@\\s]+@${digest}$`, 'm'));
  // Again it changes nothing.
  const pinned = await readFile(dockerfile, 'utf8');
  await release('--pin');
  expect(await readFile(dockerfile, 'utf8')).toBe(pinned);
  await commitAll();
  await appendFile(calls, '--\n');
  expect(await release()).toMatchObject({
    exitCode: 0,
    said: expect.stringContaining(`Tagged v${version}.`),
  });
  const [, asked = ''] = (await readFile(calls, 'utf8')).split('--\n');
  expect(asked).toMatch(
    new RegExp(`^build --build-arg VERSION=${version} --build-arg REVISION=[\\da-f]{40} `),
  );
  expect(await git('tag', '--points-at', 'HEAD')).toBe(`v${version}\n`);
  const sums = await readFile(join(clone, 'release', version, 'SHA256SUMS'), 'utf8');
  expect(sums).toContain(`  taquilla-${version}-image.tar\n`);
});
