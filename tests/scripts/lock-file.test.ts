import { readFileSync } from 'node:fs';
import { minVersion, satisfies } from 'semver';
import { expect, test } from 'vitest';
import { z } from 'zod';

const Engines = z.object({ node: z.string().optional() });
const Lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      optionalDependencies: z.record(z.string(), z.string()).optional(),
      engines: Engines.optional(),
    }),
  ),
});
const RECOMMENDED_NODE = '24.0.0';

const { packages } = Lock.parse(JSON.parse(readFileSync('package-lock.json', 'utf8')));

// npm leaves them out where its registry does not hold them, and `npm ci` then refuses the lock file everywhere
test('the lock file names the packages of every platform, so that npm ci accepts it', () => {
  const isLocked = (name: string): boolean =>
    Object.keys(packages).some((path) => path.endsWith(`node_modules/${name}`));
  const asked = Object.values(packages).flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}));
  expect(asked.length).toBeGreaterThan(20);
  expect(asked.filter((name) => !isLocked(name))).toEqual([]);
});

test.each([
  ['the oldest that package.json promises', oldestPromised()],
  ['the recommended one', RECOMMENDED_NODE],
])('every package accepts Node, %s: %s', (_which, node) => {
  const asking = Object.entries(packages).filter(([, { engines }]) => engines?.node !== undefined);
  expect(asking.length).toBeGreaterThan(100);
  const refusing = asking.filter(([, { engines }]) => !satisfies(node, engines?.node ?? ''));
  expect(refusing.map(([path, { version, engines }]) => `${path} ${version}: ${engines?.node}`)).toEqual([]);
});

/** `>=20.19` → 20.19.0 */
function oldestPromised(): string {
  const range = z.object({ engines: Engines }).parse(JSON.parse(readFileSync('package.json', 'utf8')))
    .engines.node;
  return minVersion(range ?? '')?.version ?? '';
}
