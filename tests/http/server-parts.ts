import type { Database } from '../../src/backend/database.ts';
import type { ServerParts } from '../../src/http/server/server.ts';
import type { Log } from '../../src/kernel/log/log.ts';
import { Secret } from '../../src/kernel/secrets/secret.ts';
import { createLoops } from '../../src/kernel/time/loops.ts';
import { createAlertOperations } from '../../src/tasks/alert-operations.ts';
import { NO_ALERTS } from '../tasks/task-world.ts';

/** A server with its default settings. */
export function serverParts(db: Database, log: Log, given: Partial<ServerParts> = {}): ServerParts {
  return {
    db,
    log,
    loops: createLoops(log),
    stop: new AbortController().signal,
    adminDir: null,
    version: '1.2.3',
    publicUrl: null,
    sendsMail: false,
    timezone: 'UTC',
    allowedOrigins: [],
    trustedProxies: [],
    requestsPerMinute: null,
    requestsPerMinuteByAddress: null,
    connectionTestsPerMinute: null,
    counters: null,
    now: () => new Date(),
    maxRetries: 3,
    stores: null,
    alerts: createAlertOperations(db, NO_ALERTS, () => new Date()),
    secretKey: async () => new Secret('a secret key of the tests, long enough'),
    carrier: null,
    metrics: null,
    ...given,
  };
}
