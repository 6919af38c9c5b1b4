import { randomInt } from 'node:crypto';
import { freePort } from '../../src/demo/servers/free-port.ts';

/** Below those that systems give to outgoing connections. */
const LOWEST = 20_000;
const HIGHEST = 32_000;

/**
 * A port that stays free while it has no listener. One that the system chose could go to any outgoing connection
 * before its server starts, or between two starts of it.
 */
export async function steadyPort(): Promise<number> {
  for (;;) {
    const port = randomInt(LOWEST, HIGHEST);
    if ((await freePort(port)) === port) return port;
  }
}
