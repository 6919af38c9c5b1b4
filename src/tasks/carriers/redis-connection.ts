import { readRedisUrl } from '../../kernel/addresses/redis-address.ts';

/** What distinguishes one installation in a Redis that it may share with others. */
export interface RedisPlace {
  readonly url: string;
  /**
   * The prefix of its keys.
   *
   * @throws unavailable
   */
  readonly prefix: () => Promise<string>;
  /** The role of the process that connects. */
  readonly role: string;
}

/**
 * The options of every connection to Redis. `CLIENT LIST` shows the process and its purpose:
 * `taquilla:worker:critical`.
 *
 * @param purpose the queue, or another purpose
 */
export function connectionTo(url: string, role: string, purpose: string) {
  const address = readRedisUrl(url);
  const connectionName = `taquilla:${role}:${purpose}`;
  if (!('sentinels' in address)) return { ...address, connectionName };
  const { sentinels, ...rest } = address;
  return {
    ...rest,
    connectionName,
    sentinels: sentinels.map((one) => ({ ...one })),
    // After a failover, an open connection may lead to a server that is now a replica.
    reconnectOnError: ({ message }: Error) => message.startsWith('READONLY'),
  };
}
