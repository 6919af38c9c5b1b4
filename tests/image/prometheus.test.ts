import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import type { FoundTool, Tool } from '../../src/demo/servers/tool.ts';
import { startMailServer } from '../alerts/mail-server.ts';
import { startTaquilla } from '../cli/run-taquilla.ts';
import { readText } from '../house/source-files.ts';
import { freshBackend } from '../pipe/sync-store.ts';
import { provideTestTool } from '../servers/provide-test-tool.ts';
import { steadyPort } from '../servers/steady-port.ts';
import { waitFor } from '../tasks/wait-for.ts';
import { CHECKOUT } from './compose-files.ts';

const call = promisify(execFile);

const PROMETHEUS: Tool<'promtool' | 'prometheus'> = {
  name: 'prometheus',
  title: 'Prometheus',
  programs: {
    promtool: { names: ['promtool'], trial: { args: ['--version'], answer: /^promtool/ } },
    prometheus: { names: ['prometheus'], trial: { args: ['--version'], answer: /^prometheus/ } },
  },
  debian: { packages: ['prometheus'], folders: ['usr/bin'] },
  install: {
    debian: 'sudo apt-get install prometheus',
    fedora: 'sudo dnf install golang-github-prometheus',
    macos: 'brew install prometheus',
  },
};

const ALERTMANAGER: Tool<'amtool' | 'alertmanager'> = {
  name: 'alertmanager',
  title: 'Alertmanager',
  programs: {
    amtool: { names: ['amtool'], trial: { args: ['--version'], answer: /^amtool/ } },
    alertmanager: {
      names: ['prometheus-alertmanager', 'alertmanager'],
      trial: { args: ['--version'], answer: /^alertmanager/ },
    },
  },
  debian: { packages: ['prometheus-alertmanager'], folders: ['usr/bin'] },
  install: {
    debian: 'sudo apt-get install prometheus-alertmanager',
    fedora: 'sudo dnf install golang-github-prometheus-alertmanager',
    macos: 'brew install alertmanager',
  },
};

let prometheus: FoundTool<'promtool' | 'prometheus'>;
let alertmanager: FoundTool<'amtool' | 'alertmanager'>;

beforeAll(async () => {
  prometheus = await provideTestTool(PROMETHEUS, 'us');
  alertmanager = await provideTestTool(ALERTMANAGER, 'us');
});

async function ask(...args: readonly string[]): Promise<string> {
  return (await call(prometheus.programs.promtool, args, { cwd: CHECKOUT, env: prometheus.env })).stdout;
}

async function ownFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'taquilla-watch-'));
  onTestFinished(async () => await rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A Prometheus for this test, until the test ends. */
async function run(file: string, args: readonly string[], cwd: string): Promise<void> {
  const child = spawn(file, args, { cwd, stdio: 'ignore' });
  onTestFinished(async () => {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  });
  await once(child, 'spawn');
}

/**
 * The shipped configuration of Prometheus with the test's own token file; with a target, it scrapes only that one.
 */
async function ownWatch(token: string, target?: string) {
  const folder = await ownFolder();
  await cp(join(CHECKOUT, 'ops/prometheus'), folder, { recursive: true });
  await writeFile(`${folder}/token`, token);
  const shipped = parse(readText('ops/prometheus/prometheus.yml'));
  expect(shipped.scrape_configs).toHaveLength(1);
  const [scrape] = shipped.scrape_configs;
  expect(scrape.authorization).toEqual({ credentials_file: '/tmp/metrics-token' });
  const own = { ...scrape, authorization: { credentials_file: `${folder}/token` } };
  const { dns_sd_configs: _, ...rest } = own;
  const changed =
    target === undefined
      ? { ...shipped, scrape_configs: [own] }
      : {
          ...shipped,
          global: { scrape_interval: '5s', evaluation_interval: '5s' },
          alerting: { alertmanagers: [{ static_configs: [{ targets: ['127.0.0.1:1'] }] }] },
          scrape_configs: [{ ...rest, static_configs: [{ targets: [target] }] }],
        };
  // YAML reads JSON as well
  const config = `${folder}/prometheus.yml`;
  await writeFile(config, JSON.stringify(changed));
  return { folder, config };
}

it('Prometheus accepts its configuration and every alert rule', async () => {
  const { config } = await ownWatch('');
  expect(await ask('check', 'config', config)).toContain('SUCCESS');
  expect(await readFile(config, 'utf8')).toContain(
    '"dns_sd_configs":[{"names":["backend","worker","scheduler"]',
  );
  expect(await ask('check', 'rules', 'ops/prometheus/taquilla-alerts.yml')).toContain(
    'SUCCESS: 17 rules found',
  );
});

it('the rules fire for their conditions, and are quiet otherwise', async () => {
  expect(await ask('test', 'rules', 'tests/image/alert-rules.yml')).toContain('SUCCESS');
});

it('Prometheus accepts every query of the dashboard', async () => {
  const dashboard = JSON.parse(readText('ops/grafana/taquilla-dashboard.json')) as {
    readonly panels: readonly { readonly targets?: readonly { readonly expr: string }[] }[];
  };
  const questions = dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
  expect(questions.length).toBeGreaterThan(20);
  const rules = {
    groups: [{ name: 'dashboard', rules: questions.map((expr, at) => ({ record: `q:${at}`, expr })) }],
  };
  const folder = await ownFolder();
  await writeFile(`${folder}/rules.yml`, JSON.stringify(rules));
  expect(await ask('check', 'rules', `${folder}/rules.yml`)).toContain(
    `SUCCESS: ${questions.length} rules found`,
  );
});

const TOKEN = 'a-token-of-the-tests-alone';
const WITHIN_MS = 60_000;

describe('Prometheus, as it ships, and a process', () => {
  it.each([
    ['with a token, which it sends', TOKEN, TOKEN, 'up'],
    ['without a token, of which it sends an empty one', '', '', 'up'],
    ['with a token that it does not have', TOKEN, 'another-token-of-the-tests', 'down'],
  ])('%s', async (_, asked, sent, health) => {
    const backend = await freshBackend();
    onTestFinished(async () => await backend.close());
    const [port, own] = [await steadyPort(), await steadyPort()];
    const env = { DATABASE_URL: backend.url, TAQUILLA_SECRET_KEY: 'k'.repeat(40), METRICS_TOKEN: asked };
    const process = startTaquilla(['serve', '--role', 'scheduler'], {
      env: { ...env, METRICS_PORT: String(port) },
    });
    await process.untilSaid('health and metrics are served');
    const { folder, config } = await ownWatch(sent, `127.0.0.1:${port}`);
    const args = [`--config.file=${config}`, `--storage.tsdb.path=${folder}/data`];
    await run(prometheus.programs.prometheus, [...args, `--web.listen-address=127.0.0.1:${own}`], folder);
    const target = async () => {
      const reply = await fetch(`http://127.0.0.1:${own}/api/v1/targets`).catch(() => null);
      if (reply?.ok !== true) return null;
      return ((await reply.json()) as Targets).data.activeTargets[0] ?? null;
    };
    const why = health === 'up' ? '' : 'server returned HTTP status 401 Unauthorized';
    await waitFor(target, (one) => one?.health === health && one.lastError === why, WITHIN_MS);
    process.child.kill('SIGTERM');
    await process.ended;
  });
});

interface Targets {
  readonly data: {
    readonly activeTargets: readonly { readonly health: string; readonly lastError: string }[];
  };
}

it('Alertmanager, as it ships, sends an alert of ours by mail with a link to its page', async () => {
  const mail = await startMailServer();
  onTestFinished(async () => await mail.close());
  const port = await steadyPort();
  const folder = await ownFolder();
  const text = readText('ops/alertmanager/alertmanager.yml');
  const config = `${folder}/alertmanager.yml`;
  await writeFile(
    config,
    text
      .replace('mail.example.com:587', `${new URL(mail.url).host}\n  smtp_require_tls: false`)
      .replace('group_wait: 30s', 'group_wait: 1s'),
  );
  const { programs, env } = alertmanager;
  expect((await call(programs.amtool, ['check-config', config], { env })).stdout).toContain('SUCCESS');
  const listen = [`--web.listen-address=127.0.0.1:${port}`, '--cluster.listen-address='];
  const data = `--storage.path=${folder}/data`;
  await run(programs.alertmanager, [`--config.file=${config}`, data, ...listen], folder);
  const alerts = ['TaquillaProcessDown', 'TaquillaRejects'].map((alertname) => ({
    labels: { alertname, severity: alertname === 'TaquillaRejects' ? 'info' : 'critical' },
    annotations: { summary: 'A process does not answer.', runbook: 'docs/operations/process-down.md' },
  }));
  const send = async () =>
    await fetch(`http://127.0.0.1:${port}/api/v2/alerts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(alerts),
    }).catch(() => null);
  await waitFor(send, (reply) => reply?.ok === true, WITHIN_MS);
  await waitFor(
    () => mail.received.length,
    (count) => count > 0,
    WITHIN_MS,
  );
  expect(mail.received.map(({ to }) => to)).toEqual([['ops@example.com']]);
  const raw = mail.received[0]?.raw;
  expect(raw).toContain('[FIRING] TaquillaProcessDown');
  expect(raw).toContain('docs/operations/process-down.md');
});
