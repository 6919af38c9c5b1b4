import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { KNOWN_SETTINGS, parseConfig } from '../../src/app/config/config.ts';
import { SECRETS } from '../../src/app/config/secret-files.ts';
import { parseServeOptions } from '../../src/cli/options/serve-options.ts';
import { readText, repositoryFiles } from './source-files.ts';

const FOLDER = 'ops/kubernetes/';
/** `taquilla serve` promises to end within these limits. */
const ENDS_WITHIN_SECONDS = 25;

interface Labels {
  readonly [name: string]: string;
}
interface Container {
  readonly name: string;
  readonly image: string;
  readonly args: readonly string[];
  readonly envFrom: readonly Readonly<Record<'configMapRef' | 'secretRef', { readonly name: string }>>[];
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  readonly lifecycle?: { readonly preStop: { readonly exec: { readonly command: readonly string[] } } };
  readonly securityContext: unknown;
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
  readonly [probe: `${string}Probe`]: { readonly httpGet: { readonly path: string; readonly port: string } };
}
interface Pod {
  readonly metadata: { readonly labels: Labels };
  readonly spec: {
    readonly terminationGracePeriodSeconds?: number;
    readonly securityContext: Readonly<Record<string, unknown>>;
    readonly enableServiceLinks: boolean;
    readonly containers: readonly [Container];
    readonly volumes: readonly { readonly name: string }[];
  };
}
interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec: {
    readonly selector: { readonly matchLabels: Labels } & Labels;
    readonly template: Pod;
    readonly ports: readonly { readonly targetPort: string }[];
  };
  readonly data?: Labels;
  readonly stringData?: Labels;
}

const API_VERSIONS: Readonly<Record<string, string>> = {
  Namespace: 'v1',
  ConfigMap: 'v1',
  Secret: 'v1',
  Service: 'v1',
  Job: 'batch/v1',
  Deployment: 'apps/v1',
  PodDisruptionBudget: 'policy/v1',
};

const MANIFESTS = repositoryFiles()
  .filter((path) => path.startsWith(FOLDER) && path.endsWith('.yaml'))
  .flatMap((path) => parseAllDocuments(readText(path)).map((one) => one.toJS() as Manifest));

function all(kind: string): readonly Manifest[] {
  return MANIFESTS.filter((one) => one.kind === kind);
}

const PODS = [...all('Deployment'), ...all('Job')].map(({ metadata, spec }) => [
  metadata.name,
  spec.template,
]);

function hasLabels(labels: Labels, wanted: Labels): boolean {
  return Object.entries(wanted).every(([name, value]) => labels[name] === value);
}

describe('the Kubernetes manifests', () => {
  test('are YAML, each of a known kind and in the namespace that they create', () => {
    const kinds = [...new Set(MANIFESTS.map(({ kind }) => kind))];
    expect(kinds.toSorted()).toEqual(Object.keys(API_VERSIONS).toSorted());
    for (const { apiVersion, kind, metadata } of MANIFESTS) {
      expect([kind, apiVersion]).toEqual([kind, API_VERSIONS[kind]]);
      expect(metadata).toMatchObject({ name: expect.stringMatching(/^[a-z][a-z-]+$/) });
      if (kind !== 'Namespace') expect(metadata.namespace).toBe(all('Namespace')[0]?.metadata.name);
    }
    const names = MANIFESTS.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    expect(new Set(names).size).toBe(names.length);
  });

  test.each(PODS)('let %s run without any privilege, on a read-only file system', (_, pod) => {
    const { securityContext, containers, volumes, enableServiceLinks } = (pod as Pod).spec;
    const [container] = containers;
    const [, user, group] = /^USER (\d+):(\d+)$/m.exec(readText('Dockerfile')) ?? [];
    expect(securityContext).toMatchObject({
      runAsNonRoot: true,
      runAsUser: Number(user),
      runAsGroup: Number(group),
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(container.volumeMounts).toEqual([{ name: 'tmp', mountPath: '/tmp' }]);
    expect(volumes.map(({ name }) => name)).toEqual(['tmp']);
    // TAQUILLA_SERVICE_HOST and similar variables would look like settings.
    expect(enableServiceLinks).toBe(false);
    expect(container.image).toMatch(/\/taquilla:\d/);
    expect(container.image.split(':')[1]).toBe(JSON.parse(readText('package.json')).version);
  });

  test('start the existing roles, with probes on the port of the image', () => {
    const roles = all('Deployment').map(({ metadata, spec }) => {
      const { containers, terminationGracePeriodSeconds } = spec.template.spec;
      const [{ args, ports = [], lifecycle, ...container }] = containers;
      expect(args[0]).toBe('serve');
      const { role } = parseServeOptions({ role: args[args.indexOf('--role') + 1] ?? '' });
      expect(metadata.name).toBe(`taquilla-${role}`);
      for (const [probe, path] of [
        ['startupProbe', '/healthz'],
        ['livenessProbe', '/healthz'],
        ['readinessProbe', '/readyz'],
      ] as const) {
        expect([role, probe, container[probe]?.httpGet]).toEqual([role, probe, { path, port: 'figures' }]);
      }
      const image = readText('Dockerfile');
      const numbers = Object.fromEntries(ports.map(({ name, containerPort }) => [name, containerPort]));
      expect(numbers['figures']).toBe(Number(/METRICS_PORT=(\d+)/.exec(image)?.[1]));
      if (role === 'api') expect(numbers['http']).toBe(Number(/\bPORT=(\d+)/.exec(image)?.[1]));
      const pause = Number(lifecycle?.preStop.exec.command.at(-1) ?? 0);
      expect(terminationGracePeriodSeconds).toBeGreaterThanOrEqual(pause + ENDS_WITHIN_SECONDS + 5);
      return role;
    });
    expect(roles.toSorted()).toEqual(['api', 'scheduler', 'worker']);
    expect(all('Job')[0]?.spec.template.spec.containers[0].args).toEqual(['migrate']);
  });

  test('select existing pods, ports, settings and secrets', () => {
    const labels = PODS.map(([, pod]) => (pod as Pod).metadata.labels);
    for (const { spec } of all('Deployment')) {
      expect(labels.filter((one) => hasLabels(one, spec.selector.matchLabels))).toEqual([
        spec.template.metadata.labels,
      ]);
    }
    for (const { spec } of all('PodDisruptionBudget')) {
      expect(labels.filter((one) => hasLabels(one, spec.selector.matchLabels))).toHaveLength(1);
    }
    const [service] = all('Service');
    const chosen = PODS.map(([, pod]) => pod as Pod).filter((pod) =>
      hasLabels(pod.metadata.labels, service?.spec.selector ?? {}),
    );
    expect(chosen.flatMap(({ spec }) => spec.containers[0].ports?.map(({ name }) => name))).toContain(
      service?.spec.ports[0]?.targetPort,
    );
    const [settings, secrets] = [all('ConfigMap')[0]?.metadata.name, all('Secret')[0]?.metadata.name];
    for (const [, pod] of PODS) {
      expect((pod as Pod).spec.containers[0].envFrom).toEqual([
        { configMapRef: { name: settings } },
        { secretRef: { name: secrets } },
      ]);
    }
  });

  test('set values that Taquilla reads and accepts, except for secrets', () => {
    const [settings, secrets] = [all('ConfigMap')[0]?.data ?? {}, all('Secret')[0]?.stringData ?? {}];
    expect(unknownSettings(Object.keys({ ...settings, ...secrets }))).toEqual([]);
    expect(Object.keys(secrets).filter((name) => !SECRETS.includes(name))).toEqual([]);
    expect(Object.keys(settings).filter((name) => SECRETS.includes(name))).toEqual([]);
    expectAccepted({ ...settings, ...secrets });
  });
});

function unknownSettings(names: readonly string[]): readonly string[] {
  return names.filter((name) => !KNOWN_SETTINGS.includes(name));
}

/** The placeholder is too short to be accepted, and nothing else is wrong. */
function expectAccepted(values: Labels): void {
  const filled = Object.entries(values).map(([name, value]) => [
    name,
    value.replace('CHANGE-ME', 'x'.repeat(40)),
  ]);
  expect(parseConfig(Object.fromEntries(filled), '/', () => 'k'.repeat(40)).misspelt).toEqual([]);
  for (const name of ['TAQUILLA_SECRET_KEY', 'METRICS_TOKEN'].filter((one) => one in values)) {
    expect(() => parseConfig({ [name]: values[name] }, '/')).toThrow(name);
  }
}

describe('the systemd units', () => {
  const unit = readText('ops/systemd/taquilla@.service');

  test('start the program with existing settings, and give it time to end', () => {
    const lines = readText('ops/systemd/taquilla.env').matchAll(/^([A-Z_]+)=(.*)$/gm);
    const values = Object.fromEntries([...lines].map(([, name = '', value = '']) => [name, value]));
    const own = [...unit.matchAll(/^Environment=([A-Z_]+)=/gm)].map(([, name = '']) => name);
    const ofNode = ['NODE_ENV'];
    expect(own).toContain('TAQUILLA_SECRET_KEY_FILE');
    expect(unknownSettings([...Object.keys(values), ...own.filter((one) => !ofNode.includes(one))])).toEqual(
      [],
    );
    expectAccepted(values);
    const args = /^ExecStart=\S+ \S+ \/opt\/taquilla\/(\S+) serve --role %i/m.exec(unit);
    expect(args?.[1]).toBe(JSON.parse(readText('package.json')).bin.taquilla);
    const seconds = Number(/^TimeoutStopSec=(\d+)$/m.exec(unit)?.[1]);
    expect(seconds).toBeGreaterThanOrEqual(ENDS_WITHIN_SECONDS + 5);
    expect(unit).toMatch(/^KillSignal=SIGTERM$/m);
    // A restart does not correct a wrong setting; other failures may need any number of restarts.
    expect(unit).toMatch(/^RestartPreventExitStatus=78$/m);
    expect(unit).toMatch(/^StartLimitIntervalSec=0$/m);
    expect(unit).not.toMatch(/^StartLimitBurst=/m);
  });

  test('have a command beside them with their program, their key and their settings, as written', () => {
    const folder = mkdtempSync(join(tmpdir(), 'taquilla-units-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const command = readText('ops/systemd/taquilla');
    const [, program = 'no program'] = /^ExecStart=(\S+ \S+ \S+) serve /m.exec(unit) ?? [];
    const [, settings = 'no settings'] = /^EnvironmentFile=(\S+)$/m.exec(unit) ?? [];
    const [, key = 'no key'] = /^LoadCredential=secret-key:(\S+)$/m.exec(unit) ?? [];
    const [node = '', flag = '', main = ''] = program.split(' ');
    for (const part of [`${node} ${flag} `, main, settings, key]) expect(command).toContain(part);
    const url = 'postgresql://taquilla:$(id)&;x@127.0.0.1/t?options=-c%20search_path%3Dt';
    writeFileSync(join(folder, 'settings'), `DATABASE_URL=${url}\n`);
    writeFileSync(
      join(folder, 'main.mjs'),
      'const { DATABASE_URL, TAQUILLA_SECRET_KEY_FILE } = process.env;\n' +
        'console.log(JSON.stringify([DATABASE_URL, TAQUILLA_SECRET_KEY_FILE, ...process.argv.slice(2)]));\n',
    );
    const here = command
      .replace(node, process.execPath)
      .replace(settings, join(folder, 'settings'))
      .replace(main, join(folder, 'main.mjs'));
    const { stdout, stderr } = spawnSync('sh', ['-c', here, 'taquilla', 'tokens', 'a b'], {
      encoding: 'utf8',
    });
    expect([stderr, JSON.parse(stdout)]).toEqual(['', [url, key, 'tokens', 'a b']]);
  });

  const verifies = spawnSync('systemd-analyze', ['--version']).status === 0;
  test.runIf(verifies)('are accepted by systemd', () => {
    const folder = mkdtempSync(join(tmpdir(), 'taquilla-units-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    cpSync('ops/systemd', folder, { recursive: true });
    // The check looks for the program at its path.
    const here = unit.replace('/usr/bin/node', process.execPath);
    writeFileSync(join(folder, 'taquilla@.service'), here);
    const verify = (file: string) =>
      spawnSync('systemd-analyze', ['verify', '--recursive-errors=no', join(folder, file)], {
        encoding: 'utf8',
      });
    for (const role of ['api', 'worker', 'scheduler']) {
      const { status, stderr } = verify(`taquilla@${role}.service`);
      expect([role, status, stderr]).toEqual([role, 0, '']);
    }
    expect(verify('taquilla.target')).toMatchObject({ status: 0, stderr: '' });
    writeFileSync(join(folder, 'taquilla@.service'), here.replace('TimeoutStopSec=30', 'TimeoutStopSecs=30'));
    expect(verify('taquilla@api.service').stderr).toContain('TimeoutStopSecs');
  });
});
