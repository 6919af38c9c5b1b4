import { expect } from 'vitest';
import { startPrivatePostgres } from '../servers/private-postgres.ts';
import { startPrivateRedis } from '../servers/private-redis.ts';
import type { Deployment } from '../smoke/deployment.ts';
import type { Surroundings } from '../smoke/surroundings.ts';
import { type ComposeFile, type ComposeService, ENV_FILE, readCompose } from './compose-files.ts';

const ROLES = ['backend', 'worker', 'scheduler'] as const;

/**
 * The services of a Compose file with their commands and settings, on the test's own servers instead of containers.
 */
export async function ofCompose(file: ComposeFile, deployment: Deployment): Promise<Surroundings> {
  const { services } = await readCompose(file, { ...ENV_FILE, SYNC_MAX_RETRIES: '0' });
  const [postgres, redis] = await Promise.all([startPrivatePostgres(), startPrivateRedis()]);
  const settings = settingsOf(services['worker']);
  // All our services have the same settings; commands run in the container of the API, with one more setting.
  const ofCommands = { TAQUILLA_STORE_PASSWORD: '', TAQUILLA_STORE_PASSWORD_FILE: '' };
  expect(settingsOf(services['scheduler'])).toEqual(settings);
  expect(settingsOf(services['backend'])).toEqual({ ...settings, ...ofCommands });
  expect([settings['DATABASE_URL'], settings['REDIS_URL']]).toEqual([
    `postgresql://taquilla:${ENV_FILE['POSTGRES_PASSWORD']}@postgres:5432/taquilla`,
    `redis://:${ENV_FILE['REDIS_PASSWORD']}@redis:6379/0`,
  ]);
  return {
    deployment,
    processes: Object.fromEntries(ROLES.map((role) => [role, services[role]?.command ?? []])),
    startsBefore: 'migrate',
    environment: { ...settings, DATABASE_URL: postgres.url, REDIS_URL: redis.url },
    close: async () => {
      await redis.stop();
      await postgres.stop();
    },
  };
}

function settingsOf(service: ComposeService | undefined): Readonly<Record<string, string>> {
  const given = Object.entries(service?.environment ?? {});
  return Object.fromEntries(given.map(([name, value]) => [name, value === null ? '' : String(value)]));
}
