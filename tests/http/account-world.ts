import type { AlertSettings } from '../../src/alerts/channels/alert-settings.ts';
import { queryRows } from '../../src/backend/database.ts';
import { createUser } from '../../src/backend/users/user-records.ts';
import type { ServerParts } from '../../src/http/server/server.ts';
import type { Role } from '../../src/vocabulary/people.ts';
import { type MailServer, startMailServer } from '../alerts/mail-server.ts';
import { type ReadMail, readMail } from '../alerts/read-mail.ts';
import { type FreshDatabase, freshBackendDatabase } from '../servers/databases.ts';
import { NO_ALERTS, TaskWorld } from '../tasks/task-world.ts';
import { type ApiWorld, cheapPasswordHash, openApiWorldOn, PASSWORD } from './api-world.ts';
import { cookiesOf } from './sign-in-client.ts';

export const AUTH = '/api/v1/auth/';
export const PUBLIC_URL = 'https://taquilla.example.com';

/** Somebody in a browser. */
export interface Browser {
  readonly cookie: string;
  readonly 'x-csrftoken': string;
}

/** The API with a mail server, a worker that sends mails, and one clock for all. */
export class AccountWorld {
  readonly database: FreshDatabase;
  readonly api: ApiWorld;
  readonly mails: MailServer;
  readonly tasks: TaskWorld;

  private constructor(database: FreshDatabase, api: ApiWorld, mails: MailServer, tasks: TaskWorld) {
    this.database = database;
    this.api = api;
    this.mails = mails;
    this.tasks = tasks;
  }

  static async open(given: Partial<ServerParts> = {}): Promise<AccountWorld> {
    let now = (): Date => new Date();
    const database = await freshBackendDatabase();
    const settings = { now: () => now(), publicUrl: PUBLIC_URL, sendsMail: true, ...given };
    const api = await openApiWorldOn(database, () => settings);
    const tasks = await TaskWorld.over(api.backend);
    now = tasks.now;
    return new AccountWorld(database, api, await startMailServer(), tasks);
  }

  get db() {
    return this.api.backend.db;
  }

  get alerts(): AlertSettings {
    const from = 'Taquilla <taquilla@example.com>';
    return { ...NO_ALERTS, mail: { smtpUrl: this.mails.url, from, recipients: [], language: 'en' } };
  }

  async addUser(name: string, role: Role, language: 'en' | 'es' = 'en'): Promise<string> {
    const email = `${name}@example.com`;
    const user = await createUser(this.db, { email, passwordHash: await cheapPasswordHash(), role });
    await this.rows('update users set language = $2 where id = $1', [user.id, language]);
    return user.id;
  }

  /** Lets the worker do all due work; returns the mails that this sends, with their recipients. */
  async receive(): Promise<readonly (ReadMail & { readonly to: string })[]> {
    this.mails.received.length = 0;
    await this.tasks.settle(this.alerts);
    return this.mails.received.map(({ to, raw }) => ({ ...readMail(raw), to: to.join() }));
  }

  async post(path: string, body: unknown, headers: object = {}, address = '198.51.100.7') {
    return await this.api.server.inject({
      method: 'POST',
      url: `${AUTH}${path}`,
      headers: { 'content-type': 'application/json', ...headers },
      remoteAddress: address,
      payload: JSON.stringify(body),
    });
  }

  async login(email: string, given: { password?: string; code?: string; address?: string } = {}) {
    const { password = PASSWORD, code, address } = given;
    const body = { email, password, ...(code === undefined ? {} : { one_time_code: code }) };
    return await this.post('login/', body, {}, address);
  }

  async signIn(email: string, given: { password?: string; code?: string } = {}): Promise<Browser> {
    const reply = await this.login(email, given);
    if (reply.statusCode !== 200) throw new Error(`not signed in: ${reply.body}`);
    return { cookie: cookiesOf(reply), 'x-csrftoken': reply.json().csrf_token };
  }

  async statusOf(path: string, headers: Readonly<Record<string, string>> | Browser): Promise<number> {
    return (await this.api.server.inject({ url: path, headers: { ...headers } })).statusCode;
  }

  async rows<Row extends object>(sql: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    return await queryRows<Row>(this.db, sql, [...values]);
  }

  async close(): Promise<void> {
    await this.mails.close();
    await this.api.close();
    await this.database.drop();
  }
}

/** The link for a new password, which both forms of the mail contain. */
export function linkIn(mail: ReadMail | undefined, publicUrl = PUBLIC_URL): string {
  const start = `${publicUrl}/admin/sync_woocommerce/reset-password#`;
  const [text, html] = [mail?.text ?? '', mail?.html ?? ''].map(
    (form) => form.split(start)[1]?.match(/^[\w-]+/)?.[0] ?? '',
  );
  if (text === undefined || text.length !== 43 || text !== html) throw new Error(`no link in ${mail?.text}`);
  return `${start}${text}`;
}

export function tokenIn(mail: ReadMail | undefined): string {
  return linkIn(mail).split('#')[1] ?? '';
}
