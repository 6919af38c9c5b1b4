import { statfs } from 'node:fs/promises';
import type { Surroundings } from '../cli/session.ts';
import { placeOf } from '../kernel/addresses/url-place.ts';
import type { Log } from '../kernel/log/log.ts';
import { createLoops } from '../kernel/time/loops.ts';
import type { Config } from './config/config.ts';

/** The facts about this machine: its time, which may be wrong, and its free disk space. */
export interface Machine {
  readonly now: () => Date;
  /** Free space on the disk with the folder. */
  readonly freeBytes: (folder: string) => Promise<number>;
}

export const THIS_MACHINE: Machine = {
  now: () => new Date(),
  freeBytes: async (folder) => {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  },
};

/** The servers and services that `check` and `status` inspect besides the database. */
export function createSurroundings(config: Config, machine: Machine, log: Log): Surroundings {
  const { redisUrl } = config;
  const { smtpUrl, webhook, emails } = config.alerts;
  return {
    ...machine,
    openCarrier: async ({ db }) => {
      const { openCarrier } = await import('./open-carrier.ts');
      return await openCarrier(config, 'check', { db, log, loops: createLoops(log) });
    },
    redis:
      redisUrl === null
        ? null
        : {
            read: async () => {
              const { readRedisFacts } = await import('../tasks/carriers/redis-facts.ts');
              return await readRedisFacts(redisUrl);
            },
            carryOne: async () => {
              const { tryQueue } = await import('../tasks/carriers/queue-round-trip.ts');
              await tryQueue(redisUrl);
            },
          },
    mail:
      smtpUrl === null
        ? null
        : {
            place: placeOf(smtpUrl),
            recipients: emails.length,
            try: async () => {
              const { tryMail } = await import('../alerts/channels/try-mail.ts');
              await tryMail(smtpUrl);
            },
          },
    webhook:
      webhook === null
        ? null
        : {
            place: placeOf(webhook.url),
            try: async () => {
              const { tryWebhook } = await import('../alerts/channels/try-webhook.ts');
              await tryWebhook(webhook.url);
            },
          },
  };
}
