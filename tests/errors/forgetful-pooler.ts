import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A name of the same length that PostgreSQL takes as a setting of some extension. */
const INSTEAD_OF_OPTIONS = 'a.bcdef';

/** A way to PostgreSQL on which `options` are lost, as with PgBouncer's `ignore_startup_parameters`. */
export async function startForgetful(
  toPort: number,
): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(toPort, '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
    }
    near.once('data', (start: Buffer) => {
      const text = start.toString('latin1').replace('\0options\0', `\0${INSTEAD_OF_OPTIONS}\0`);
      far.write(Buffer.from(text, 'latin1'));
      near.pipe(far);
    });
    far.pipe(near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}
