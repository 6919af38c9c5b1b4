import type { PageSetup } from './page-setup.ts';
import { SYNC } from './troubles.ts';

/** Half of the tickets are in the trash of the store; `pinged` notes which, for the way back. */
export const REMOVALS_HELD: PageSetup = {
  page: 'docs/operations/removals-held.md',
  says: 'A sync found that the store lacks unusually many valid tickets of an event',
  begins: 'synced',
  prepare: async (reader) => {
    await reader.world.store.exec(`update wp_posts set post_status = 'trash', pinged = 'held'
      where post_type = 'event_magic_tickets' and post_status = 'publish' and ID % 2 = 0`);
    await reader.run(`${SYNC} --depth full`);
  },
  shows: [[/^taquilla removals list$/, 'Evento Híbrido 2025']],
  restore: async (reader) =>
    await reader.world.store.exec(
      `update wp_posts set post_status = 'publish', pinged = '' where pinged = 'held'`,
    ),
};
