import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { fromListening, type ListenAddress } from './listen-errors.ts';

/**
 * Starts to listen, and returns the address.
 *
 * @throws config `http.port-taken`, `http.port-forbidden`, `http.no-such-address`
 */
export async function listen(server: FastifyInstance, address: ListenAddress): Promise<string> {
  try {
    await server.listen({ host: address.host, port: address.port });
  } catch (error) {
    throw fromListening(error, address);
  }
  return addressOf(server.server.address(), address.host);
}

function addressOf(bound: AddressInfo | string | null, host: string): string {
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  // A browser cannot open http://0.0.0.0, and the reader uses this machine.
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${shown}:${port}`;
}
