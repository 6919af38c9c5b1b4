import { type AddressInfo, connect, createServer } from 'node:net';
import { Redis } from 'ioredis';
import { closedPort } from '../alerts/mail-server.ts';
import type { Breakage } from './breakage.ts';
import type { WellWorld } from './well-world.ts';

const here = '127.0.0.1';

async function command(world: WellWorld, name: string, ...args: string[]): Promise<void> {
  const client = new Redis(world.redis.url, { lazyConnect: true });
  await client.connect();
  await client.call(name, ...args);
  client.disconnect();
}

/** A Redis that claims to be an older version. */
async function oldRedis(world: WellWorld): Promise<string> {
  const to = Number(new URL(world.redis.url).port);
  const server = createServer((near) => {
    const far = connect(to, here);
    near.on('error', () => far.destroy()).pipe(far);
    far.on('error', () => near.destroy());
    far.on('data', (bytes) =>
      near.write(bytes.toString('latin1').replace(/redis_version:\d/, 'redis_version:4'), 'latin1'),
    );
    far.on('end', () => near.end());
  });
  await new Promise<void>((resolve) => server.listen(0, here, resolve));
  server.unref();
  return `redis://${here}:${(server.address() as AddressInfo).port}/0`;
}

/** What only `check` reports. */
export const INSTALLATION: readonly Breakage[] = [
  {
    what: 'the secret key is missing',
    env: { TAQUILLA_SECRET_KEY: '' },
    check: [
      '✗ secret key: Set TAQUILLA_SECRET_KEY (or TAQUILLA_SECRET_KEY_FILE), which seals the secrets of stores: openssl rand -base64 32 (config.secret-key-needed)',
      78,
    ],
  },
  {
    what: 'the secret key is another one',
    env: { TAQUILLA_SECRET_KEY: 'another key, which is also long enough' },
    check: [
      '✗ secret key: A saved secret cannot be opened: TAQUILLA_SECRET_KEY is not the one that it was sealed with, or the row was altered. (secret.cannot-open)',
      78,
    ],
  },
  {
    what: 'a setting is misspelt',
    env: { PORTT: '8000' },
    check: ['! settings: PORTT is not a setting of Taquilla and has no effect; the nearest one is PORT', 0],
  },
  {
    what: 'PUBLIC_URL is missing',
    env: { PUBLIC_URL: '' },
    check: [
      '! links: PUBLIC_URL is not set: alerts contain no link to the panel; set it to the address of the panel',
      0,
    ],
  },
  {
    what: 'alerts have no recipient',
    env: { ALERT_EMAILS: '', ALERT_WEBHOOK_URL: '' },
    check: ['! alerts: alerts have no recipient: ALERT_EMAILS is empty, and no superuser wants alerts', 0],
  },
  {
    what: 'the clock is wrong',
    machine: { now: () => new Date(Date.now() + 3_600_000), freeBytes: async () => 2 ** 40 },
    check: [
      '✗ clock: The clock of this machine is 3600 seconds ahead of that of PostgreSQL. (machine.clock-skewed)',
      78,
    ],
  },
  {
    what: 'no Redis listens where the command looks',
    env: async () => ({ REDIS_URL: `redis://${here}:${await closedPort()}/0` }),
    check: [
      '✗ queue: Nothing listens at 127.0.0.1:*: start Redis there, or correct REDIS_URL. * (queue.unreachable)',
      75,
    ],
  },
  {
    what: 'Redis throws keys away',
    break: async (world) => await command(world, 'config', 'set', 'maxmemory-policy', 'allkeys-lru'),
    mend: async (world) => await command(world, 'config', 'set', 'maxmemory-policy', 'noeviction'),
    check: [
      '✗ Redis policy: Redis may evict jobs when its memory is full: its maxmemory-policy is allkeys-lru and must be noeviction. (queue.eviction-policy)',
      78,
    ],
  },
  {
    what: 'Redis is too old',
    env: async (world) => ({ REDIS_URL: await oldRedis(world) }),
    check: ['✗ Redis version: Redis is version 4.*; Taquilla needs 5.0 or newer. (queue.redis-too-old)', 78],
  },
  {
    what: 'the mail server is down',
    break: async ({ mail }) => await mail.become('down'),
    mend: async ({ mail }) => await mail.become('well'),
    check: ['✗ mail server: The mail server at 127.0.0.1:* cannot be reached. (alert.mail-server-away)', 75],
  },
  {
    what: 'the mail server greets with 554',
    break: async ({ mail }) => await mail.become('refuses-connections'),
    mend: async ({ mail }) => await mail.become('well'),
    check: [
      '✗ mail server: The mail server at 127.0.0.1:* accepts no messages: it answers 554. (alert.mail-server-away)',
      75,
    ],
  },
  {
    what: 'the mail server refuses the password',
    break: async ({ mail }) => await mail.become('refuses-sign-in'),
    mend: async ({ mail }) => await mail.become('well'),
    check: [
      '✗ mail server: The mail server at 127.0.0.1:* refuses the user or the password in SMTP_URL. (alert.mail-sign-in-refused)',
      78,
    ],
  },
  {
    what: 'the webhook is dead',
    break: async (world) => await world.setHook(false),
    mend: async (world) => await world.setHook(true),
    check: ['✗ webhook: The webhook at 127.0.0.1:* accepts no connections. (alert.webhook-away)', 75],
  },
  {
    what: 'the name of the webhook leads nowhere',
    env: { ALERT_WEBHOOK_URL: 'https://hooks.invalid/alerts' },
    check: [
      '✗ webhook: The name hooks.invalid in ALERT_WEBHOOK_URL cannot be resolved. (alert.webhook-away)',
      75,
    ],
  },
];
