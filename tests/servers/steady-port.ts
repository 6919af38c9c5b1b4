import { randomInt } from 'node:crypto';
import { freePort } from '../../src/demo/servers/free-port.ts';

/** Below the ports that systems use for outgoing connections. */
const LOWEST = 20_000;
const HIGHEST = 32_000;

/**
 * A port that stays free while nothing listens on it. The system could give a port of its choice to an outgoing
 * connection before the server starts, or between two starts.
 */
export async function steadyPort(): Promise<number> {
  for (;;) {
    const port = randomInt(LOWEST, HIGHEST);
    if ((await freePort(port)) === port) return port;
  }
}
