import { statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { readText } from './source-files.ts';

interface Job {
  readonly if?: string;
  readonly strategy?: { readonly matrix: { readonly node: readonly number[] } };
  readonly steps: readonly { readonly run?: string }[];
}

const { jobs, on } = parse(readText('.github/workflows/ci.yml')) as {
  readonly jobs: Record<string, Job>;
  readonly on: { readonly schedule: readonly { readonly cron: string }[] };
};
const { engines, scripts } = JSON.parse(readText('package.json'));

test('the public workflow runs all of .ci/run, on the oldest and the newest supported Node.js', () => {
  expect(jobs['all']?.steps.map(({ run }) => run)).toContain('.ci/run');
  expect(statSync('.ci/run').mode & 0o111).toBe(0o111);
  const versions = jobs['all']?.strategy?.matrix.node ?? [];
  expect(Math.min(...versions)).toBe(Number(/^>=(\d+)\./.exec(engines.node)?.[1]));
  const image = Number(/^ARG NODE_IMAGE=\S*node:(\d+)/m.exec(readText('Dockerfile'))?.[1]);
  expect(Math.max(...versions)).toBe(image);
});

test('the public workflow runs the long tests every night', () => {
  expect(on.schedule).toEqual([{ cron: expect.stringMatching(/^\d+ \d+ \* \* \*$/) }]);
  expect(jobs['long']?.if).toBe("github.event_name == 'schedule'");
  expect(jobs['long']?.steps.flatMap(({ run }) => run ?? [])).toEqual([
    'npm run test:nightly',
    'npm run test:soak',
  ]);
});

test('the public workflow runs existing scripts', () => {
  const runs = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));
  const named = runs.flatMap((run) => [...run.matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name));
  expect(named).toContain('test:image');
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});
