import { AUTH_ERRORS } from '../../src/kernel/error-catalogue/auth.ts';
import { BACKEND_DATA_ERRORS } from '../../src/kernel/error-catalogue/backend-data.ts';
import { BACKEND_SERVER_ERRORS } from '../../src/kernel/error-catalogue/backend-server.ts';
import { BACKUP_ERRORS } from '../../src/kernel/error-catalogue/backup.ts';
import { CHECK_IN_ERRORS } from '../../src/kernel/error-catalogue/check-ins.ts';
import { USER_ERRORS } from '../../src/kernel/error-catalogue/command-line-and-users.ts';
import { CREDENTIALS_ERRORS } from '../../src/kernel/error-catalogue/credentials.ts';
import { DEFECTS, DEMO_ERRORS } from '../../src/kernel/error-catalogue/demo-and-defects.ts';
import { EXECUTION_ERRORS, ROW_ERRORS } from '../../src/kernel/error-catalogue/executions.ts';
import { HTTP_ERRORS } from '../../src/kernel/error-catalogue/http-requests.ts';
import { MACHINE_ERRORS } from '../../src/kernel/error-catalogue/machine.ts';
import { QUEUE_AND_ALERT_ERRORS } from '../../src/kernel/error-catalogue/queue-and-alerts.ts';
import { STORE_CONNECTION_ERRORS } from '../../src/kernel/error-catalogue/store-connection.ts';
import { STORE_DATA_ERRORS } from '../../src/kernel/error-catalogue/store-data.ts';
import { STORE_HOST_ERRORS } from '../../src/kernel/error-catalogue/store-hosts.ts';
import { STORE_NOTICES } from '../../src/kernel/error-catalogue/store-notices.ts';
import { ERROR_KINDS, type ErrorEntry, type Notice } from '../../src/kernel/error-kinds.ts';
import type { Language } from '../../src/vocabulary/people.ts';

/** The page of each language. Its sentences are written by hand, and its tables come from the catalogue. */
export const ERROR_PAGES = { en: 'docs/errors.md', es: 'docs/es/errors.md' } as const;

type Entries = Readonly<Record<string, ErrorEntry>>;

/** The tables of a page, by the name in the comment before each. */
export const ERROR_TABLES: Readonly<Record<string, Entries>> = {
  backend: { ...BACKEND_SERVER_ERRORS, ...BACKEND_DATA_ERRORS },
  backup: BACKUP_ERRORS,
  store: { ...STORE_HOST_ERRORS, ...STORE_CONNECTION_ERRORS, ...STORE_DATA_ERRORS },
  credentials: CREDENTIALS_ERRORS,
  rows: ROW_ERRORS,
  executions: EXECUTION_ERRORS,
  'queue-and-alerts': QUEUE_AND_ALERT_ERRORS,
  'check-ins': CHECK_IN_ERRORS,
  machine: MACHINE_ERRORS,
  http: { ...HTTP_ERRORS, ...AUTH_ERRORS },
  users: USER_ERRORS,
  demo: DEMO_ERRORS,
  defects: DEFECTS,
};

const HEADINGS = {
  en: { code: 'code', kind: 'kind', status: 'HTTP', means: 'meaning', advice: 'what to do' },
  es: { code: 'código', kind: 'tipo', status: 'HTTP', means: 'significado', advice: 'qué hacer' },
} as const;

/** From the comment that names a table to the comment that ends it. */
const TABLE = /<!-- errors: ([a-z-]+) -->\n[\s\S]*?<!-- end of errors -->/g;

/** A page with the tables that the catalogue gives. */
export function withErrorTables(page: string, language: Language): string {
  return page.replace(TABLE, (_, name: string) => {
    const table = name === 'notices' ? noticeTable(language) : errorTable(name, language);
    return `<!-- errors: ${name} -->\n\n${table}\n\n<!-- end of errors -->`;
  });
}

function errorTable(name: string, language: Language): string {
  const entries = ERROR_TABLES[name];
  if (entries === undefined) throw new Error(`There is no table of errors called "${name}".`);
  const { code, kind, status, means, advice } = HEADINGS[language];
  const rows = Object.entries(entries).map(([key, entry]) => [
    `\`${key}\``,
    entry.kind,
    statusOf(entry),
    asText(entry[language]),
    adviceOf(entry, language),
  ]);
  return tableOf([code, kind, status, means, advice], rows);
}

function noticeTable(language: Language): string {
  const { code, means, advice } = HEADINGS[language];
  const rows = Object.entries<Notice>(STORE_NOTICES).map(([key, notice]) => [
    `\`${key}\``,
    asMarkdown(notice[language]),
    adviceOf(notice, language),
  ]);
  return tableOf([code, means, advice], rows);
}

function adviceOf({ adviceEn, adviceEs }: Notice, language: Language): string {
  return asMarkdown((language === 'en' ? adviceEn : adviceEs) ?? '–');
}

function statusOf({ kind, httpStatus }: ErrorEntry): string {
  return String(httpStatus ?? ERROR_KINDS[kind].httpStatus ?? '–');
}

/** What a sentence names in braces is left open. */
function asText(sentence: string): string {
  return sentence.replace(/\{accordingTo\}/g, '').replace(/\{\w+\}/g, '…');
}

function asMarkdown(text: string): string {
  return text.replaceAll('{taquilla}', 'taquilla');
}

function tableOf(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(headings), line(headings.map(() => '---')), ...rows.map(line)].join('\n');
}
