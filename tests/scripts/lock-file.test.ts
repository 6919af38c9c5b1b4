import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';

const Lock = z.object({
  packages: z.record(
    z.string(),
    z.object({ optionalDependencies: z.record(z.string(), z.string()).optional() }),
  ),
});

// npm leaves them out where its registry does not hold them, and `npm ci` then refuses the lock file everywhere
test('the lock file names the packages of every platform, so that npm ci takes it', () => {
  const { packages } = Lock.parse(JSON.parse(readFileSync('package-lock.json', 'utf8')));
  const isLocked = (name: string): boolean =>
    Object.keys(packages).some((path) => path.endsWith(`node_modules/${name}`));
  const asked = Object.values(packages).flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}));
  expect(asked.length).toBeGreaterThan(20);
  expect(asked.filter((name) => !isLocked(name))).toEqual([]);
});
