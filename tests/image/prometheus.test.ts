import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import type { FoundTool, Tool } from '../../src/demo/servers/tool.ts';
import { readText } from '../house/source-files.ts';
import { provideTestTool } from '../servers/provide-test-tool.ts';
import { CHECKOUT } from './compose-files.ts';

const call = promisify(execFile);

const PROMETHEUS: Tool<'promtool'> = {
  name: 'prometheus',
  title: 'Prometheus',
  programs: { promtool: { names: ['promtool'], trial: { args: ['--version'], answer: /^promtool/ } } },
  debian: { packages: ['prometheus'], folders: ['usr/bin'] },
  install: {
    debian: 'sudo apt-get install prometheus',
    fedora: 'sudo dnf install golang-github-prometheus',
    macos: 'brew install prometheus',
  },
};

let promtool: FoundTool<'promtool'>;

beforeAll(async () => {
  promtool = await provideTestTool(PROMETHEUS, 'us');
});

async function ask(...args: readonly string[]): Promise<string> {
  return (await call(promtool.programs.promtool, args, { cwd: CHECKOUT, env: promtool.env })).stdout;
}

it('Prometheus accepts its configuration and every alert rule', async () => {
  expect(await ask('check', 'config', 'ops/prometheus/prometheus.yml')).toContain('SUCCESS');
  expect(await ask('check', 'rules', 'ops/prometheus/taquilla-alerts.yml')).toMatch(
    /SUCCESS: 16 rules found/,
  );
});

it('the rules fire on what they are for, and are quiet otherwise', async () => {
  expect(await ask('test', 'rules', 'tests/image/alert-rules.yml')).toContain('SUCCESS');
});

it('every question of the dashboard is one that Prometheus understands', async () => {
  const dashboard = JSON.parse(readText('ops/grafana/taquilla-dashboard.json')) as {
    readonly panels: readonly { readonly targets?: readonly { readonly expr: string }[] }[];
  };
  const questions = dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
  expect(questions.length).toBeGreaterThan(20);
  const rules = {
    groups: [{ name: 'dashboard', rules: questions.map((expr, at) => ({ record: `q:${at}`, expr })) }],
  };
  const folder = await mkdtemp(join(tmpdir(), 'taquilla-dashboard-'));
  onTestFinished(async () => await rm(folder, { recursive: true, force: true }));
  await writeFile(`${folder}/rules.yml`, JSON.stringify(rules));
  expect(await ask('check', 'rules', `${folder}/rules.yml`)).toContain(
    `SUCCESS: ${questions.length} rules found`,
  );
});
