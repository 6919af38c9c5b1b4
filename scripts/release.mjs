// The steps of a release: node scripts/release.mjs --pin, then --dry-run, then without either. CONTRIBUTING.md
// says when. Nothing is pushed.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './bootstrap.mjs';

const USAGE = 'node scripts/release.mjs [--pin | --dry-run]';
const DIGEST = /^sha256:[\da-f]{64}$/;
const BASE = /^ARG NODE_IMAGE=([^\s@]+)(?:@(sha256:[\da-f]{64}))?$/m;
const DOCKERFILE = join(ROOT, 'Dockerfile');
const MANIFESTS = 'ops/kubernetes';

/** Ends the release with a sentence that gives the reason. */
class Refusal extends Error {}

/** The output of a program. The release ends if the program fails. */
function ask(file, ...args) {
  const { status, stdout, stderr, error } = spawnSync(file, args, {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  if (error !== undefined) throw new Refusal(`${file} cannot be run (${error.code}).`);
  if (status !== 0) throw new Refusal(`${file} ${args.join(' ')} failed: ${stderr.trim()}`);
  return stdout;
}

function readJson(path) {
  return JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
}

/**
 * The base image in the Dockerfile. If its digest is undefined, a build uses whatever image the tag leads to on
 * that day.
 */
function baseImage() {
  const [, name, digest] = BASE.exec(readFileSync(DOCKERFILE, 'utf8')) ?? [];
  if (name === undefined) throw new Refusal('The Dockerfile names no NODE_IMAGE.');
  return { name, digest };
}

/** Writes the digest to which the tag of the base image leads now into the Dockerfile. */
function pin() {
  const { name } = baseImage();
  const digest = ask(
    'docker',
    'buildx',
    'imagetools',
    'inspect',
    name,
    '--format',
    '{{.Manifest.Digest}}',
  ).trim();
  if (!DIGEST.test(digest)) throw new Refusal(`docker reported no digest of ${name}.`);
  const text = readFileSync(DOCKERFILE, 'utf8');
  writeFileSync(DOCKERFILE, text.replace(BASE, `ARG NODE_IMAGE=${name}@${digest}`));
  console.log(`The Dockerfile builds on ${name}@${digest}. Commit it.`);
}

/** The version of the image in each Kubernetes manifest that names one. */
function versionsOfManifests() {
  const named = readdirSync(join(ROOT, MANIFESTS)).flatMap((file) => {
    const image = /^ *image: \S+:(\S+)$/m.exec(readFileSync(join(ROOT, MANIFESTS, file), 'utf8'));
    return image === null ? [] : [[`${MANIFESTS}/${file}`, image[1]]];
  });
  return Object.fromEntries(named);
}

/** Lists all problems at once. */
function findFaults(version, tag) {
  const faults = [];
  if (ask('git', 'status', '--porcelain') !== '') faults.push('The tree has changes that are not committed.');
  if (ask('git', 'tag', '--list', tag) !== '') faults.push(`The tag ${tag} is there already.`);
  const changelog = readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8');
  if (!changelog.split('\n').some((line) => line === `## ${version}` || line.startsWith(`## ${version} `))) {
    faults.push(`CHANGELOG.md has no section "## ${version}".`);
  }
  const said = {
    'package-lock.json': readJson('package-lock.json').version,
    Dockerfile: /^ARG VERSION=(\S+)$/m.exec(readFileSync(DOCKERFILE, 'utf8'))?.[1],
    ...versionsOfManifests(),
  };
  for (const [file, other] of Object.entries(said)) {
    if (other !== version) faults.push(`${file} says ${other}, package.json ${version}.`);
  }
  return faults;
}

/**
 * The packages that ship, from the lock file. Nothing is installed or downloaded for this. npm's own
 * `--omit dev` would also leave out packages that are both shipped and used for development.
 */
function billOfMaterials() {
  const whole = JSON.parse(ask('npm', 'sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'));
  const isOfDevelopment = ({ properties = [] }) =>
    properties.some(({ name }) => name === 'cdx:npm:package:development');
  const components = whole.components.filter((one) => !isOfDevelopment(one));
  const left = new Set([whole.metadata.component, ...components].map((one) => one['bom-ref']));
  const dependencies = whole.dependencies
    .filter(({ ref }) => left.has(ref))
    .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((one) => left.has(one)) }));
  // npm names the root after the folder in which it is.
  const { name } = readJson('package.json');
  const metadata = { ...whole.metadata, component: { ...whole.metadata.component, name } };
  return { ...whole, metadata, components, dependencies };
}

/**
 * One line for each part: name, version, licence. If the lock file has no licence, it is read from the
 * installed package.
 */
function licenceList({ components }) {
  const lines = components
    .filter(({ properties = [] }) => !properties.some(({ name }) => name === 'cdx:npm:package:private'))
    .map(({ group, name, version, licenses = [] }) => {
      const whole = group === undefined || name.startsWith('@') ? name : `${group}/${name}`;
      const names = licenses.map(({ license, expression }) => expression ?? license?.id ?? license?.name);
      return [whole, version, names.join(' AND ') || installedLicence(whole)].join('\t');
    });
  return [...new Set(lines)].toSorted((a, b) => (a < b ? -1 : 1));
}

function installedLicence(name) {
  const path = join('node_modules', name, 'package.json');
  if (!existsSync(join(ROOT, path))) return 'not stated';
  const { license, licenses = [] } = readJson(path);
  const names = [license, ...licenses]
    .map((one) => (typeof one === 'object' ? one.type : one))
    .filter(Boolean);
  return names.join(' AND ') || 'not stated';
}

function checksums(folder, files) {
  return files.map((file) => {
    const digest = createHash('sha256')
      .update(readFileSync(join(folder, file)))
      .digest('hex');
    return `${digest}  ${file}\n`;
  });
}

/** The image as a file, built on exactly the base image that the Dockerfile names. */
function buildImage(version, revision, file) {
  const image = `taquilla:${version}`;
  const { name, digest } = baseImage();
  if (digest === undefined)
    throw new Refusal(`${name} has no digest in the Dockerfile: run it with --pin and commit.`);
  ask(
    'docker',
    'build',
    '--build-arg',
    `VERSION=${version}`,
    '--build-arg',
    `REVISION=${revision}`,
    '--tag',
    image,
    '.',
  );
  ask('docker', 'save', '--output', file, image);
}

function release({ dryRun }) {
  const { version } = readJson('package.json');
  const tag = `v${version}`;
  const faults = findFaults(version, tag);
  if (faults.length > 0) throw new Refusal(faults.join('\n'));
  const revision = ask('git', 'rev-parse', 'HEAD').trim();
  const folder = join(ROOT, 'release', version);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const own = (suffix) => `taquilla-${version}${suffix}`;
  const files = [own('.tar.gz'), own('.cdx.json'), own('-licences.tsv')];
  ask(
    'git',
    'archive',
    '--format',
    'tar.gz',
    '--prefix',
    `${own('')}/`,
    '--output',
    join(folder, files[0]),
    'HEAD',
  );
  const sbom = billOfMaterials();
  writeFileSync(join(folder, files[1]), `${JSON.stringify(sbom, null, 2)}\n`);
  const licences = licenceList(sbom);
  writeFileSync(join(folder, files[2]), `${licences.join('\n')}\n`);
  const unstated = licences.filter((line) => line.endsWith('\tnot stated')).length;
  if (!dryRun) {
    files.push(own('-image.tar'));
    buildImage(version, revision, join(folder, own('-image.tar')));
  }
  writeFileSync(join(folder, 'SHA256SUMS'), checksums(folder, files).join(''));
  if (!dryRun) ask('git', 'tag', '--annotate', tag, '--message', `Taquilla ${version}`);
  console.log(`release/${version}: ${[...files, 'SHA256SUMS'].join(', ')}`);
  console.log(`${licences.length} parts, ${unstated} of which state no licence.`);
  console.log(dryRun ? `Not done: image, tag ${tag}.` : `Tagged ${tag}. Push it: git push origin ${tag}`);
}

const [mode, ...more] = process.argv.slice(2);
try {
  if (more.length > 0 || ![undefined, '--dry-run', '--pin'].includes(mode))
    throw new Refusal(`Use: ${USAGE}`);
  if (mode === '--pin') pin();
  else release({ dryRun: mode === '--dry-run' });
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
