import { createHash, generateKeyPairSync } from 'node:crypto';
import { appendFile, chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { closeDatabase } from '../../src/backend/connection/close-database.ts';
import { type Database, openDatabase } from '../../src/backend/database.ts';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { generateKeyPair } from '../../src/woocommerce/connect/ssh/ssh-key.ts';
import { parseStoreUrl } from '../../src/woocommerce/connect/store-url.ts';
import { type SwitchableMail, startSwitchableMail } from '../operation/switchable-mail.ts';
import { createAuthority } from '../servers/certificates.ts';
import { type FreshDatabase, freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { testLog } from '../servers/private-postgres.ts';
import { type PrivateSshd, startSshd } from '../servers/private-sshd.ts';
import { steadyPort } from '../servers/steady-port.ts';
import { waitFor } from '../tasks/wait-for.ts';
import { commandsOf } from './page-commands.ts';
import { type CommandOutput, ReaderShell } from './reader-shell.ts';
import { asTypedBy } from './reader-words.ts';
import { type Answer, TaquillaDesk } from './taquilla-desk.ts';

/** As `docs/api.md` writes it. */
export const ADMIN_PASSWORD = 'twelve characters or more';
const SECRET_KEY = 'a secret key of these tests, longer than thirty-two characters';

/** The parts that all readers share: a store, the connection to it, and a mail server. */
export class ReadersWorld {
  readonly desk: TaquillaDesk;
  readonly store: StoreDatabase;
  readonly sshd: PrivateSshd;
  readonly mail: SwitchableMail;
  readonly reader: { readonly user: string; readonly password: string };
  readonly storeAt: { readonly host: string; readonly port: number; readonly database: string };

  private constructor(desk: TaquillaDesk, store: StoreDatabase, sshd: PrivateSshd, mail: SwitchableMail) {
    this.desk = desk;
    this.store = store;
    this.sshd = sshd;
    this.mail = mail;
    this.reader = { user: `docs_${store.name.slice(-12)}`, password: 'lectora-muy-secreta' };
    const { host, port } = parseStoreUrl(store.url);
    this.storeAt = { host, port, database: store.name };
  }

  static async open(): Promise<ReadersWorld> {
    const [desk, store, sshd, mail] = await Promise.all([
      TaquillaDesk.open(),
      freshStoreDatabase(),
      startSshd(),
      startSwitchableMail(),
    ]);
    await makeDemoStore({ url: store.url, orders: 120, seed: 5, layout: 'hpos' });
    const world = new ReadersWorld(desk, store, sshd, mail);
    const { user, password } = world.reader;
    for (const host of ['%', 'localhost']) {
      await store.exec(`CREATE USER '${user}'@'${host}' IDENTIFIED BY '${password}';
        GRANT SELECT ON ${store.name}.* TO '${user}'@'${host}'`);
    }
    return world;
  }

  /** The database user's password, in the form in which secrets are given on standard input. */
  get secrets(): string {
    return JSON.stringify({ password: this.reader.password });
  }

  get hostKeyFingerprint(): string {
    const blob = Buffer.from(this.sshd.hostKey.trim().split(' ').at(-1) ?? '', 'base64');
    return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
  }

  /** As the page asks: adds the line that a command printed to the account's file. */
  async authorize(printed: string): Promise<void> {
    const line = /^ssh-ed25519 .*$/m.exec(printed)?.[0];
    if (line === undefined) throw new Error(`no line for authorized_keys was printed: ${printed}`);
    await appendFile(join(dirname(this.sshd.home), 'authorized_keys'), `${line}\n`);
  }

  async close(): Promise<void> {
    for (const host of ['%', 'localhost']) await this.store.exec(`DROP USER '${this.reader.user}'@'${host}'`);
    await this.desk.close();
    await this.mail.close();
    await this.sshd.stop();
    await this.store.drop();
  }
}

interface Beginning {
  /** Dropped with the reader. */
  readonly database: FreshDatabase;
  /** Whether the settings of the service are in the environment; otherwise the page sets them. */
  readonly hasSettings: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

/** A reader in an empty folder, with a shell and the settings that the page requires. */
export class Reader {
  readonly world: ReadersWorld;
  readonly folder: string;
  readonly port: number;
  readonly metricsPort: number;
  readonly url: string;
  readonly db: Database;
  readonly shell: ReaderShell;
  readonly #database: FreshDatabase;

  private constructor(
    world: ReadersWorld,
    place: { folder: string; port: number; metricsPort: number; database: FreshDatabase; shell: ReaderShell },
  ) {
    this.world = world;
    this.folder = place.folder;
    this.port = place.port;
    this.metricsPort = place.metricsPort;
    this.#database = place.database;
    this.url = place.database.url;
    this.shell = place.shell;
    this.db = openDatabase({ connectionString: this.url }, testLog, 2);
  }

  static async open(world: ReadersWorld, { database, hasSettings, env = {} }: Beginning): Promise<Reader> {
    const folder = await mkdtemp(join(tmpdir(), 'taquilla-reader-'));
    await chmod(folder, 0o755);
    const [port, metricsPort] = [await steadyPort(), await steadyPort()];
    const shell = await ReaderShell.open(folder, {
      PATH: `${world.desk.bin}:${process.env['PATH'] ?? ''}`,
      HOME: folder,
      PORT: String(port),
      LOG_LEVEL: 'warn',
      SYNC_MAX_RETRIES: '0',
      ...(hasSettings && {
        DATABASE_URL: database.url,
        TAQUILLA_SECRET_KEY: SECRET_KEY,
        METRICS_PORT: String(metricsPort),
        SMTP_URL: world.mail.url,
        ALERT_EMAILS: 'ops@example.com',
        PUBLIC_URL: `http://127.0.0.1:${port}`,
      }),
      ...env,
    });
    return new Reader(world, { folder, port, metricsPort, database, shell });
  }

  async run(command: string, answers: readonly Answer[] = []): Promise<CommandOutput> {
    this.world.desk.answers = answers;
    const typed = await asTypedBy(this, command);
    const said = await this.shell.run(typed);
    this.world.desk.answers = [];
    return said;
  }

  /** Part of a set-up: it must succeed, or end with the given code. */
  async must(command: string, code = 0): Promise<CommandOutput> {
    const said = await this.run(command);
    if (said.code !== code) throw new Error(`${command}: ${said.code} ${said.out} ${said.err}`);
    return said;
  }

  async one(sql: string): Promise<string> {
    const { rows } = await this.db.query<{ value: string | null }>(`select (${sql})::text as value`);
    return rows[0]?.value ?? 'nothing';
  }

  /** A service that runs while the page is read. */
  async serve(role = 'all'): Promise<void> {
    await this.must(`taquilla serve --role ${role} > taquilla.log 2>&1 &`);
    await this.untilReady();
  }

  async untilReady(): Promise<void> {
    const ready = async () =>
      await fetch(`http://127.0.0.1:${this.metricsPort}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      );
    await waitFor(ready, (yes) => yes);
  }

  /** Sets `$TAQUILLA` and `$TOKEN` as the page that explains them does. */
  async makeToken(): Promise<void> {
    const page = commandsOf('docs/api.md');
    const last = page.findIndex(({ text }) => text.startsWith('export TOKEN='));
    for (const { text } of page.slice(0, last + 1)) {
      const said = await this.run(text);
      if (said.code !== 0) throw new Error(`${text}: ${said.err}`);
    }
  }

  /** Files that pages name and that their readers have. */
  async giveFiles(): Promise<void> {
    await mkdir(join(this.folder, '.ssh'));
    const pair = generateKeyPair('reader');
    await this.world.authorize(pair.publicLine);
    await writeFile(join(this.folder, '.ssh/id_ed25519'), pair.privateKey.reveal(), { mode: 0o600 });
    await writeFile(join(this.folder, 'secrets.json'), this.world.secrets);
    await writeFile(join(this.folder, 'password-file'), `${ADMIN_PASSWORD}\n`);
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    await writeFile(
      join(this.folder, 'public_key.pem'),
      publicKey.export({ type: 'spki', format: 'pem' }) as string,
    );
    const { certificate } = createAuthority().issue('db.example.com');
    await writeFile(join(this.folder, 'server-cert.pem'), certificate);
  }

  /** Ends the running processes; the database remains for later pages. */
  async leave(): Promise<void> {
    await this.shell.close();
    await this.world.desk.stopAll();
    await closeDatabase(this.db);
    await rm(this.folder, { recursive: true, force: true });
  }

  async close(): Promise<void> {
    await this.leave();
    await this.#database.drop();
  }

  async drop(): Promise<void> {
    await this.#database.drop();
  }
}
