import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { isIP, connect as netConnect, type Socket } from 'node:net';
import { throwIfAborted } from '../../kernel/errors.ts';
import { refuseAddress } from './address-guard.ts';
import type { ConnectAttempt, Hop } from './connect-step.ts';
import { noAnswer } from './ssh/ssh-errors.ts';
import { within } from './within.ts';

interface Target {
  readonly host: string;
  readonly port: number;
  readonly hop: Hop;
  readonly timeoutMs: number;
}

const KEEP_ALIVE_MS = 15_000;

/**
 * Connects to a Unix socket of this machine, which answers at once or never.
 *
 * @throws aborted; errors of the system, unclassified
 */
export async function openUnixSocket(path: string, attempt: ConnectAttempt): Promise<Socket> {
  throwIfAborted(attempt.signal);
  attempt.onStep('socket', 'mysql');
  const socket = netConnect({ path });
  socket.on('error', () => undefined);
  await connected(socket);
  return socket;
}

/**
 * Connects to a host over TCP. It resolves the name first and checks the addresses, so that it connects only to
 * a checked address.
 *
 * @throws unavailable `store.connect-timeout`; config `store.address-refused`; aborted; errors of the system,
 *   unclassified, because their meaning depends on the target
 */
export async function openSocket(target: Target, attempt: ConnectAttempt): Promise<Socket> {
  const { host, port, hop, timeoutMs } = target;
  const tooLate = (waitedMs: number) => noAnswer(waitedMs, target);
  const { signal, onStep } = attempt;
  throwIfAborted(signal);
  onStep('name', hop);
  const addresses = await within(lookUp(host), timeoutMs, signal, tooLate);
  for (const { address } of addresses) refuseAddress(address, host);
  onStep('tcp', hop);
  const socket = netConnect({
    host,
    port,
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: KEEP_ALIVE_MS,
    lookup: (_host, options, done) => {
      const [first] = addresses;
      if (options.all === true) done(null, [...addresses]);
      else done(null, first?.address ?? '', first?.family);
    },
  });
  // Without this listener, a reset before the next owner listens would end the process.
  socket.on('error', () => undefined);
  try {
    await within(connected(socket), timeoutMs, signal, tooLate);
    // A literal address is not looked up, so it is checked here.
    refuseAddress(socket.remoteAddress ?? '', host);
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

async function lookUp(host: string): Promise<readonly LookupAddress[]> {
  const family = isIP(host);
  if (family !== 0) return [{ address: host, family }];
  return await lookup(host, { all: true });
}

function connected(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
}
