import { savePreview } from '../../src/backend/previews/preview-records.ts';
import type { BackendWorld } from './backend-world.ts';

/** A kept preview of a configuration that would change nothing. */
export async function addPreview(world: BackendWorld, configurationId: string): Promise<string> {
  const none = { created: 0, changed: 0, removed: 0 };
  return await savePreview(world.backend.db, {
    configurationId,
    requestedBy: null,
    orderIds: null,
    settings: {},
    digest: '0'.repeat(64),
    report: {
      reads_all: false,
      orders_not_of_event: [],
      orders: none,
      tickets: none,
      differences: [],
      amounts_count: 0,
      amounts: [],
      sums: [],
      no_longer_valid_count: 0,
      no_longer_valid: [],
      valid_again_count: 0,
      valid_again: [],
      rejected: 0,
      held: { orders: 0, tickets: 0 },
    },
    shownRows: [],
  });
}
