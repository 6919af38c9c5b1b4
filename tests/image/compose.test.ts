import { describe, expect, it } from 'vitest';
import { readText } from '../house/source-files.ts';
import { COMPOSE_FILES, ENV_FILE, readCompose } from './compose-files.ts';

const OURS = ['backend', 'worker', 'scheduler'];

describe.each(COMPOSE_FILES)('%s', (file) => {
  it('is accepted by Compose', async () => {
    const { services, volumes } = await readCompose(file, ENV_FILE);
    expect(Object.keys(services)).toEqual(expect.arrayContaining([...OURS, 'postgres', 'redis']));
    expect(Object.keys(volumes)).toEqual(expect.arrayContaining(['postgres', 'redis']));
  });

  it('starts nothing without its secrets, and has none of its own', async () => {
    const needed = Object.keys(ENV_FILE).filter((name) => readText(file).includes(`\${${name}:?`));
    expect(needed).toEqual(
      expect.arrayContaining(['POSTGRES_PASSWORD', 'REDIS_PASSWORD', 'TAQUILLA_SECRET_KEY']),
    );
    for (const name of needed) {
      const { [name]: _, ...others } = ENV_FILE;
      await expect(readCompose(file, others)).rejects.toMatchObject({
        stderr: expect.stringContaining('.env'),
      });
    }
    const told = [...readText(file).matchAll(/\$\{(\w*(?:PASSWORD|KEY|SECRET|TOKEN)\w*):([-?])([^}]*)\}/g)];
    expect(told.length).toBeGreaterThan(5);
    expect(told.filter(([, , kind, text]) => kind === '-' && text !== '')).toEqual([]);
  });

  it('keeps every process of ours small, unprivileged and read-only, and gives it time to stop', async () => {
    const { services } = await readCompose(file, ENV_FILE);
    for (const name of OURS) {
      expect(services[name]).toMatchObject({
        read_only: true,
        init: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
        stop_grace_period: '30s',
        mem_limit: expect.any(String),
        cpus: expect.any(Number),
        command: expect.arrayContaining(['serve', '--migrate']),
        depends_on: { postgres: { condition: 'service_healthy' }, redis: { condition: 'service_healthy' } },
      });
    }
    for (const name of ['postgres', 'redis']) {
      expect(services[name]).toMatchObject({
        healthcheck: { test: expect.any(Array) },
        volumes: expect.any(Array),
      });
    }
    expect(services['redis']?.command?.join(' ')).toMatch(/--appendonly yes .*--maxmemory-policy noeviction/);
  });
});

it('on one machine nothing listens beyond it; in production only the proxy does', async () => {
  const portsOf = async (file: (typeof COMPOSE_FILES)[number]) =>
    Object.entries((await readCompose(file, ENV_FILE)).services).flatMap(([name, { ports = [] }]) =>
      ports.filter((port) => typeof port !== 'string' || !port.startsWith('127.0.0.1:')).map(() => name),
    );
  expect(await portsOf('docker-compose.local.yml')).toEqual([]);
  expect([...new Set(await portsOf('docker-compose.prod.yml'))]).toEqual(['proxy']);
});
