import { createCredentials } from '../../src/backend/credentials/credentials-records.ts';
import { bySecret } from '../../src/backend/credentials/credentials-row.ts';
import { requestTask } from '../../src/backend/dispatch/background-task-records.ts';
import { notifyOfWork } from '../../src/backend/work-notice.ts';
import { Secret } from '../../src/kernel/secrets/secret.ts';
import { type PrivateSshd, SSH_PASSWORD, SSH_USER, startSshd } from '../servers/private-sshd.ts';
import { waitFor } from '../tasks/wait-for.ts';
import type { WellWorld } from './well-world.ts';

const PRODUCT = 173_911;
const PASSWORD = 'lectora-de-la-tienda';

/** The store, reached directly and over SSH, and the configuration that reads it directly. */
export interface Stores {
  readonly directId: string;
  readonly sshId: string;
  readonly configurationId: string;
  /** Runs one execution to its end. */
  sync(): Promise<string>;
  /** Runs the daily test of a set to its end. */
  test(credentialsId: string): Promise<void>;
  /** Sets another password for the database user than the saved one, or restores it. */
  setPassword(known: boolean): Promise<void>;
  /** Makes another server answer at the port of the SSH host. */
  replaceSshHost(): Promise<void>;
  /** Confirms the current key of this server. */
  trustSshHost(): Promise<void>;
  close(): Promise<void>;
}

export async function addStores(world: WellWorld): Promise<Stores> {
  const { db, store } = world;
  const reader = `reader_${store.name.slice(-12)}`;
  const hosts = ['%', 'localhost'];
  for (const host of hosts) {
    await store.exec(`CREATE USER '${reader}'@'${host}' IDENTIFIED BY '${PASSWORD}';
      GRANT SELECT ON ${store.name}.* TO '${reader}'@'${host}'`);
  }
  let sshd: PrivateSshd = await startSshd();
  const add = async (name: string, port: number, ssh: boolean): Promise<string> => {
    const settings = {
      name,
      transport: ssh ? ('ssh_tunnel' as const) : ('direct' as const),
      host: '127.0.0.1',
      port,
      database: store.name,
      username: reader,
      socket: null,
      tablePrefix: null,
      textEncoding: 'auto' as const,
      orderNumberMeta: null,
      tlsMode: 'off' as const,
      tlsCa: null,
      tlsCertificate: null,
      ssh: ssh ? { host: '127.0.0.1', port: sshd.port, username: SSH_USER } : null,
      jump: null,
      connectTimeoutMs: 3_000,
      maxConnections: 2 as const,
      statementLimitS: 60,
      rowsPerSecond: null,
      maxConcurrentSyncs: 1,
      liveCeilingSeconds: null,
      sweepSeconds: 1,
    };
    const secrets = {
      ...bySecret(() => null),
      password: new Secret(PASSWORD),
      ...(ssh ? { ssh_password: new Secret(SSH_PASSWORD) } : {}),
    };
    return (await createCredentials(db, await world.secretKey(), settings, secrets)).id;
  };
  const directId = await add('shop', world.storeLine.port, false);
  const sshId = await add('shop over SSH', Number(new URL(store.url).port), true);
  const trustSshHost = async (): Promise<void> => {
    await db.query('update sync_credentials set ssh_host_key = $2 where id = $1', [sshId, sshd.hostKey]);
  };
  await trustSshHost();
  const made = await world.api.ask('superuser', 'POST', 'configurations/', {
    name: 'Gala',
    woocommerce_product_id: PRODUCT,
    event_name: 'Gala',
    organizer_email: 'organizer@example.com',
    service_fee_percentage: 10,
    frequency: 'daily',
    credentials: directId,
  });
  if (made.statusCode !== 201) throw new Error(`no configuration: ${made.body}`);
  const configurationId: string = made.json().id;

  const until = async (table: string, id: string): Promise<string> => {
    const sql = `select status from ${table} where id = $1`;
    return await waitFor(
      async () => String((await db.query(sql, [id])).rows[0]?.status),
      (status) => !['pending', 'running'].includes(status),
    );
  };
  const test = async (subjectId: string): Promise<void> => {
    const task = { name: 'test_woocommerce_connection', queue: 'maintenance', subjectId } as const;
    const id = await requestTask(db, { ...task, runAfter: new Date() });
    await notifyOfWork(db);
    await until('background_tasks', id);
  };
  return {
    directId,
    sshId,
    configurationId,
    test,
    trustSshHost,
    sync: async () => {
      const asked = await world.api.ask('superuser', 'POST', `configurations/${configurationId}/trigger/`);
      return await until('sync_executions', String(asked.json().execution_id));
    },
    setPassword: async (known) => {
      const password = known ? PASSWORD : 'otra';
      for (const host of hosts)
        await store.exec(`ALTER USER '${reader}'@'${host}' IDENTIFIED BY '${password}'`);
    },
    replaceSshHost: async () => {
      const { port } = sshd;
      await sshd.stop();
      sshd = await startSshd({ port });
    },
    close: async () => {
      await sshd.stop();
      for (const host of hosts) await store.exec(`DROP USER '${reader}'@'${host}'`);
    },
  };
}
