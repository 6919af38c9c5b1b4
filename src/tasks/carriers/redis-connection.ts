import { readRedisUrl } from '../../kernel/addresses/redis-address.ts';

/** What one installation has in a Redis, which it may share with others. */
export interface RedisPlace {
  readonly url: string;
  /** What its keys begin with. @throws unavailable */
  readonly prefix: () => Promise<string>;
  /** Which process asks: its role. */
  readonly role: string;
}

/**
 * Every connection to Redis begins with this. `CLIENT LIST` shows who asks and for what: `taquilla:worker:critical`.
 *
 * @param purpose the queue, or what else it is for
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
    // After a failover an open connection may lead to what is a replica now.
    reconnectOnError: ({ message }: Error) => message.startsWith('READONLY'),
  };
}
