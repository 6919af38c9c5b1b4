import type { FastifyRequest } from 'fastify';
import { type AuditEntry, mergeAudit } from '../../backend/audit/audit-records.ts';
import type { Database } from '../../backend/database.ts';
import type { Log } from '../../kernel/log/log.ts';
import { digestOfToken } from '../../kernel/secrets/opaque-token.ts';
import { networkOf } from '../auth/network-of.ts';
import { deniedEntry } from './denied-entry.ts';

const MINUTE_MS = 60_000;
/** The maximum number of different entries in one minute. Further refusals share one entry for each action. */
const MOST_ENTRIES = 100;

/** Records refusals in the service's log and in the audit log. */
export interface DeniedNotes {
  /** Returns at once, so that a refusal does not wait for its entry. */
  note(request: FastifyRequest, error: unknown): void;
  /** Resolves when all entries so far are written. */
  settled(): Promise<void>;
}

interface Waiting {
  readonly entry: AuditEntry;
  readonly mergeKey: Buffer;
  readonly at: Date;
  occurrences: number;
}

/**
 * Equal refusals within one minute share one entry with a count, and the number of entries in a minute is
 * limited, so a flood of requests fills neither the disk nor the pool. One connection writes the entries, and
 * refusals that arrive meanwhile are added up.
 */
export function createDeniedNotes({
  db,
  log,
  now,
}: {
  readonly db: Database;
  readonly log: Log;
  readonly now: () => Date;
}): DeniedNotes {
  const waiting = new Map<string, Waiting>();
  const ofThisMinute = new Set<string>();
  let minute = Number.NaN;
  let writing: Promise<void> | null = null;

  const write = async (): Promise<void> => {
    for (;;) {
      const [next] = waiting;
      if (next === undefined) return;
      waiting.delete(next[0]);
      const { entry, ...merged } = next[1];
      await mergeAudit(db, entry, merged).catch((error: unknown) =>
        log.warn({ err: error, action: entry.action }, 'a refusal is missing in the audit log'),
      );
    }
  };
  const add = (entry: AuditEntry, key: string, at: Date): void => {
    const found = waiting.get(key);
    if (found !== undefined) {
      found.occurrences += 1;
      return;
    }
    waiting.set(key, { entry, mergeKey: digestOfToken(key), at, occurrences: 1 });
    writing ??= write().finally(() => {
      writing = null;
    });
  };

  return {
    note(request, error) {
      const entry = deniedEntry(request, error);
      if (entry === null) return;
      const { action, address } = entry;
      request.log.warn({ action, address }, 'request refused');
      const at = now();
      const itsMinute = Math.floor(at.getTime() / MINUTE_MS);
      if (itsMinute !== minute) ofThisMinute.clear();
      minute = itsMinute;
      const key = keyOf(entry, itsMinute);
      if (!ofThisMinute.has(key) && ofThisMinute.size >= MOST_ENTRIES) {
        return add(withoutDetails(entry), JSON.stringify([itsMinute, action, 'others']), at);
      }
      ofThisMinute.add(key);
      add(entry, key, at);
    },
    async settled() {
      await writing;
    },
  };
}

function keyOf({ action, userId, tokenId, objectId, address }: AuditEntry, minute: number): string {
  const account = objectId?.toLowerCase() ?? null;
  return JSON.stringify([minute, action, userId, tokenId, account, networkOf(address ?? '')]);
}

function withoutDetails(entry: AuditEntry): AuditEntry {
  const sent = { note: 'many others in the same minute' };
  return { ...entry, userId: null, userEmail: null, tokenId: null, objectId: null, address: null, sent };
}
