import { createCredentials } from '../../src/backend/credentials/credentials-records.ts';
import { bySecret } from '../../src/backend/credentials/credentials-row.ts';
import { createRandom } from '../../src/demo/model/random.ts';
import { Secret } from '../../src/kernel/secrets/secret.ts';
import { parseStoreUrl } from '../../src/woocommerce/connect/store-url.ts';
import type { RowIdByName } from '../pipe/history/compare-model.ts';
import { HistoryWorld } from '../pipe/history/history-world.ts';
import { testLog } from '../servers/private-postgres.ts';
import { SSH_PASSWORD, SSH_USER } from '../servers/private-sshd.ts';
import type { TortureWorld } from './torture-world.ts';
import { PRODUCTS, type TorturedStore } from './tortured-store.ts';

/** An event that has a configuration, or none for a while. */
export interface Place {
  /** The id of its current configuration. */
  readonly name: string;
  readonly store: TorturedStore;
  readonly product: number;
  readonly organizer: string;
  readonly credentialsId: string;
  /** The event with which the backend is compared. */
  readonly model: HistoryWorld;
  readonly rowIds: RowIdByName;
}

/** Every product of both stores once, and one of them also for a second organizer. */
export async function makePlaces(world: TortureWorld): Promise<readonly Place[]> {
  const places: Place[] = [];
  const backend = { db: world.db, log: testLog, close: async () => undefined };
  for (const [at, store] of world.stores.entries()) {
    const credentialsId = await addCredentials(world, store, at === 0);
    const add = (product: number, organizer: string): void => {
      places.push({
        name: `${store.name} ${product} for ${organizer}`,
        store,
        product,
        organizer: `${organizer}@example.com`,
        credentialsId,
        model: new HistoryWorld(store.editor, backend, createRandom(world.plan.seed, 100 + at), true),
        rowIds: new Map(),
      });
    };
    for (const product of PRODUCTS) add(product, store.name);
    if (at === 0) add(PRODUCTS[0], 'guest');
  }
  return places;
}

/** The body of a request that creates its configuration. */
export function configurationOf(place: Place): object {
  return {
    name: place.name,
    woocommerce_product_id: place.product,
    event_name: place.name,
    organizer_email: place.organizer,
    another_organizer: true,
    service_fee_percentage: place.model.settings.fee,
    frequency: 'every_15_minutes',
    credentials: place.credentialsId,
    // The torture test cancels more in a minute than a store does in a year.
    max_removal_percent: 100,
  };
}

/** The id of the configuration that has a place now; null if none has. */
export async function configurationIdOf(world: TortureWorld, { name }: Place): Promise<string | null> {
  const sql = 'select id from sync_configurations where name = $1 and deleted_at is null';
  return (await world.rows<{ id: string }>(sql, [name]))[0]?.id ?? null;
}

async function addCredentials(world: TortureWorld, store: TorturedStore, direct: boolean): Promise<string> {
  const { host, port, user, password, database } = parseStoreUrl(store.database.url);
  const secrets = {
    ...bySecret(() => null),
    password: password === null ? null : new Secret(String(password)),
    ...(direct ? {} : { ssh_password: new Secret(SSH_PASSWORD) }),
  };
  const { id } = await createCredentials(
    world.db,
    new Secret(world.secretKey),
    {
      name: store.name,
      transport: direct ? 'direct' : 'ssh_tunnel',
      host,
      port: direct ? store.line.port : port,
      database,
      username: user,
      socket: null,
      tablePrefix: null,
      textEncoding: 'auto',
      orderNumberMeta: null,
      tlsMode: 'off',
      tlsCa: null,
      tlsCertificate: null,
      ssh: direct ? null : { host: '127.0.0.1', port: store.line.port, username: SSH_USER },
      jump: null,
      connectTimeoutMs: 5_000,
      maxConnections: 2,
      statementLimitS: 120,
      rowsPerSecond: null,
      maxConcurrentSyncs: 3,
      liveCeilingSeconds: null,
      sweepSeconds: 1,
    },
    secrets,
  );
  if (!direct) {
    await world.db.query('update sync_credentials set ssh_host_key = $2 where id = $1', [
      id,
      world.sshd.hostKey,
    ]);
  }
  return id;
}
