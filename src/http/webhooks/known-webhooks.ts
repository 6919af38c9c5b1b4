import { type OpenedWebhook, openWebhooks } from '../../backend/credentials/webhook-records.ts';
import type { Database } from '../../backend/database.ts';
import { toAppError } from '../../kernel/errors.ts';
import type { Secret } from '../../kernel/secrets/secret.ts';
import { answeredWithin } from '../../kernel/time/answer-limit.ts';

/** How long a rotated secret still counts in the other processes. */
const KEPT_MS = 1_000;
/** WooCommerce waits five seconds for an answer. */
const ANSWER_MS = 2_000;

/** The webhooks of this installation. */
export interface KnownWebhooks {
  /** @throws unavailable `backend.*`, if they were never read */
  find(addressId: string): Promise<OpenedWebhook | null>;
}

/**
 * Reads all webhooks at most once a second, whatever arrives: requests with unknown addresses or wrong signatures cost
 * no statement. While the backend cannot be reached, the last ones count.
 */
export function createKnownWebhooks(db: Database, secretKey: () => Promise<Secret>): KnownWebhooks {
  let known: ReadonlyMap<string, OpenedWebhook> | null = null;
  let untilMs = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | null = null;

  const read = async (): Promise<void> => {
    try {
      const all = await answeredWithin(ANSWER_MS, async () => await openWebhooks(db, secretKey));
      known = new Map(all.map((one) => [one.addressId, one]));
    } catch (thrown) {
      if (known === null || toAppError(thrown).kind !== 'unavailable') throw thrown;
    }
    untilMs = performance.now() + KEPT_MS;
  };
  return {
    async find(addressId) {
      if (performance.now() >= untilMs) {
        reading ??= read().finally(() => {
          reading = null;
        });
        await reading;
      }
      return known?.get(addressId) ?? null;
    },
  };
}
