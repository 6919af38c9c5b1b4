import { SSH_USER } from '../servers/private-sshd.ts';
import type { Reader } from './reader.ts';

/** Placeholders of a page for values that only its reader knows, and their values in these tests. */
interface Word {
  readonly word: string | RegExp;
  readonly means: (reader: Reader) => string | Promise<string>;
}

const PASSWORD = (reader: Reader) => `'${reader.world.reader.password}'`;
const newest = (sql: string) => async (reader: Reader) => await reader.one(sql);

/** They are searched for in this order: longer ones first. */
const WORDS: readonly Word[] = [
  // where things are
  {
    word: 'mysql://reader@db.example.com:3306/wordpress',
    means: ({ world: { reader, storeAt } }) =>
      `mysql://${reader.user}@${storeAt.host}:${storeAt.port}/${storeAt.database}`,
  },
  {
    word: 'STORE_HOST=db.example.com STORE_PORT=3306 STORE_DATABASE=wordpress STORE_USER=reader',
    means: ({ world: { reader, storeAt } }) =>
      `STORE_HOST=${storeAt.host} STORE_PORT=${storeAt.port} STORE_DATABASE=${storeAt.database} STORE_USER=${reader.user}`,
  },
  {
    word: 'DATABASE_URL=postgresql://taquilla:secret@127.0.0.1:5432/taquilla',
    means: ({ url }) => `DATABASE_URL='${url}'`,
  },
  { word: 'smtp://mail.example.com:587', means: ({ world }) => world.mail.url },
  {
    word: '--ssh-host ssh.example.com',
    means: ({ world }) => `--ssh-host 127.0.0.1 --ssh-port ${world.sshd.port}`,
  },
  { word: '--ssh-user deploy', means: () => `--ssh-user ${SSH_USER}` },
  {
    word: '--mysql-database wordpress',
    means: ({ world: { storeAt } }) => `--mysql-port ${storeAt.port} --mysql-database ${storeAt.database}`,
  },
  { word: '--mysql-host db.example.com', means: ({ world }) => `--mysql-host ${world.storeAt.host}` },
  { word: '--mysql-user reader', means: ({ world }) => `--mysql-user ${world.reader.user}` },
  { word: 'http://127.0.0.1:8000', means: ({ port }) => `http://127.0.0.1:${port}` },
  { word: '9464', means: ({ metricsPort }) => String(metricsPort) },
  { word: '/var/lib/mysql/public_key.pem', means: ({ folder }) => `${folder}/public_key.pem` },
  // secrets
  { word: "TAQUILLA_STORE_PASSWORD='…'", means: (reader) => `TAQUILLA_STORE_PASSWORD=${PASSWORD(reader)}` },
  { word: 'TAQUILLA_STORE_PASSWORD=…', means: (reader) => `TAQUILLA_STORE_PASSWORD=${PASSWORD(reader)}` },
  { word: "'the password of the store’s reader'", means: PASSWORD },
  // ids in the output of a list
  {
    word: /(?<=executions (?:show|log|retry) )01980000[-\d]*/,
    means: newest(
      `select id from sync_executions where status in ('success', 'failed') order by created_at desc limit 1`,
    ),
  },
  {
    word: /(?<=executions cancel )01980000[-\d]*/,
    means: newest(`select id from sync_executions where status = 'pending' order by created_at desc limit 1`),
  },
  {
    word: /(?<=conflicts settle )01980000[-\d]*/,
    means: newest('select id from conflicts where settled_at is null order by created_at desc limit 1'),
  },
  {
    word: /(?<=alerts show )01980000[-\d]*/,
    means: newest('select id from alert_incidents order by opened_at desc limit 1'),
  },
  {
    word: /(?<=configurations delete )01980000/,
    means: newest('select id from sync_configurations order by created_at desc limit 1'),
  },
  {
    word: /(?<=tokens (?:confirm|revoke) )01980000[-\d]*/,
    means: newest('select id from api_tokens where revoked_at is null order by created_at desc limit 1'),
  },
  {
    word: /(?<=events\/)01980000[-\d]*(?=\/retire)/,
    means: newest('select id from events order by created_at desc limit 1'),
  },
  {
    word: /(?<=events (?:show|edit) )01980000[-\d]*/,
    means: newest('select id from events order by created_at desc limit 1'),
  },
  {
    word: /(?<=tiers (?:show|edit) )01980000[-\d]*/,
    means: newest('select id from ticket_tiers order by created_at desc limit 1'),
  },
  {
    word: /(?<=tickets (?:show|edit) )01980000[-\d]*/,
    means: newest('select id from tickets order by created_at desc limit 1'),
  },
  {
    word: 'SHA256:jN0J7hXNvQ0Qf1mWb4nS0pXcFq8mKd3mY2Yt5c9dGzE',
    means: ({ world }) => world.hostKeyFingerprint,
  },
];

const used = new Set<Word>();

/** A command as this reader would type it. */
export async function asTypedBy(reader: Reader, command: string): Promise<string> {
  let text = command;
  for (const entry of WORDS) {
    const { word, means } = entry;
    if (typeof word === 'string' ? !text.includes(word) : !word.test(text)) continue;
    used.add(entry);
    const meant = await means(reader);
    text = typeof word === 'string' ? text.replaceAll(word, () => meant) : text.replace(word, () => meant);
  }
  return text;
}

export function wordsWithoutUse(): readonly string[] {
  return WORDS.filter((entry) => !used.has(entry)).map(({ word }) => String(word));
}
