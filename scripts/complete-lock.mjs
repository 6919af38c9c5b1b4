// node scripts/complete-lock.mjs, after an `npm install` that changed package-lock.json.
//
// npm leaves a platform's optional package out of the lock file if the registry does not have it, and then `npm
// ci` refuses the file on every platform. This script adds what is missing: the version from the parent's own
// optionalDependencies, and the platform from the package's name. The integrity is not known here and is left
// out.
import { readFileSync, writeFileSync } from 'node:fs';

const FILE = 'package-lock.json';
const SYSTEMS = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
];
const PROCESSORS = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64'];

const lock = JSON.parse(readFileSync(FILE, 'utf8'));
const packages = lock.packages;
const added = [];
for (const parent of Object.values({ ...packages })) {
  for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
    const path = `node_modules/${name}`;
    const platform = platformOf(name);
    if (path in packages || platform === null || !/^\d/.test(version)) continue;
    packages[path] = { version, ...(parent.dev === true ? { dev: true } : {}), ...platform, optional: true };
    added.push(name);
  }
}
const paths = Object.keys(packages).sort((a, b) => a.localeCompare(b, 'en'));
lock.packages = Object.fromEntries(paths.map((path) => [path, packages[path]]));
writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added.length} platform packages added to ${FILE}.`);

/** `@scope/tool-linux-x64-musl` → its os, cpu and libc; null if the name contains none. */
function platformOf(name) {
  const parts = name.split('/').at(-1).split('-');
  const os = parts.filter((part) => SYSTEMS.includes(part));
  const cpu = parts.filter((part) => PROCESSORS.includes(part));
  if (os.length === 0 || cpu.length === 0) return null;
  const last = parts.at(-1);
  const libc = last.startsWith('musl') ? ['musl'] : last.startsWith('gnu') ? ['glibc'] : null;
  return { os, cpu, ...(libc !== null && os[0] === 'linux' ? { libc } : {}) };
}
