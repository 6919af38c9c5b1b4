import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** After the service starts to close, a running request has this long to finish. */
const ANSWER_MS = 20_000;
/**
 * A request that has not arrived completely, or whose reply is not read, has less time, because it depends only
 * on its client.
 */
const CLIENT_MS = 5_000;

export interface HttpServerSettings {
  readonly requestTimeoutMs: number;
  readonly headersTimeoutMs: number;
  readonly keepAliveTimeoutMs: number;
  readonly headersLimitBytes: number;
}

/**
 * The Node servers behind one Fastify server: one for each address on which it listens. `localhost` may have
 * two.
 */
export interface HttpServers {
  make(handler: RequestListener): Server;
  /**
   * Closes idle connections at once, and each other connection when its request ends. After 5 seconds it closes
   * those that wait for their client, and after 20 seconds the rest.
   *
   * Node itself closes only connections that have completed a request. A connection on which a browser has sent
   * nothing yet, or half a request, would keep the server from closing for a minute or for ever.
   */
  closeConnections(): void;
}

export function createHttpServers(settings: HttpServerSettings): HttpServers {
  /** Each open connection, with its responses that have not ended. */
  const connections = new Map<Socket, Set<ServerResponse>>();
  let closing = false;
  const isWorkedOn = ({ req, headersSent }: ServerResponse): boolean => req.complete && !headersSent;

  const track = (server: Server): void => {
    server.on('connection', (socket: Socket) => {
      if (closing) return void socket.destroy();
      connections.set(socket, new Set());
      socket.once('close', () => connections.delete(socket));
    });
    server.on('request', ({ socket }, response) => {
      const underWay = connections.get(socket);
      if (underWay === undefined) return;
      underWay.add(response);
      response.once('close', () => {
        underWay.delete(response);
        if (closing && underWay.size === 0) socket.destroySoon();
      });
    });
  };

  return {
    make: (handler) => {
      const { requestTimeoutMs, headersTimeoutMs, keepAliveTimeoutMs, headersLimitBytes } = settings;
      const server = createServer(
        {
          requestTimeout: requestTimeoutMs,
          headersTimeout: headersTimeoutMs,
          keepAliveTimeout: keepAliveTimeoutMs,
          maxHeaderSize: headersLimitBytes,
        },
        handler,
      );
      track(server);
      return server;
    },
    closeConnections: () => {
      closing = true;
      for (const [socket, underWay] of connections) {
        if (underWay.size === 0) socket.destroy();
        for (const response of underWay) {
          if (!response.headersSent) response.setHeader('connection', 'close');
        }
      }
      setTimeout(() => {
        for (const [socket, underWay] of connections) if (![...underWay].some(isWorkedOn)) socket.destroy();
      }, CLIENT_MS).unref();
      setTimeout(() => {
        for (const socket of connections.keys()) socket.destroy();
      }, ANSWER_MS).unref();
    },
  };
}
