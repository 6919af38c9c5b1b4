import type { ConnectAttempt } from './connect-step.ts';
import { type DirectSettings, openOverStream } from './mysql/direct.ts';
import type { SharedSshConnection } from './ssh/shared-ssh-connection.ts';
import { openSocketBehind } from './ssh/socket-behind-ssh.ts';
import type { StoreConnection } from './store-connection.ts';

/**
 * Opens one connection to a database that only the SSH host can reach, over a channel of the store's SSH connection.
 *
 * @throws what `connectSsh` and `openOverStream` throw; config `store.forwarding-refused`
 */
export async function openTunnel(
  settings: DirectSettings,
  line: SharedSshConnection,
  attempt: ConnectAttempt,
): Promise<StoreConnection> {
  const ssh = await line.connect(attempt);
  const { host, port, socket = null, connectTimeoutMs } = settings;
  attempt.onStep(socket === null ? 'forward' : 'socket', 'ssh');
  const stream =
    socket === null
      ? await ssh.forward(host, port, connectTimeoutMs, attempt.signal)
      : await openSocketBehind(ssh, socket, connectTimeoutMs, attempt.signal);
  return await openOverStream(settings, stream, true, attempt);
}
