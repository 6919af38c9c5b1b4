import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parse } from 'yaml';

const call = promisify(execFile);
export const CHECKOUT = fileURLToPath(new URL('../../', import.meta.url));

export const COMPOSE_FILES = ['docker-compose.local.yml', 'docker-compose.prod.yml'] as const;
export type ComposeFile = (typeof COMPOSE_FILES)[number];

export interface ComposeService {
  readonly image: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string | number | null>>;
  /** The services of all addresses, as objects. */
  readonly ports?: readonly (string | { readonly published: number })[];
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly scale?: number;
  readonly secrets?: readonly { readonly source: string }[];
  readonly stop_grace_period?: string;
  readonly read_only?: boolean;
  readonly mem_limit?: string;
  readonly cpus?: number;
}

export interface Compose {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

/** The content of the file .env for either Compose file; docs/installing.md creates its first six lines. */
export const ENV_FILE: Readonly<Record<string, string>> = {
  POSTGRES_PASSWORD: '5'.repeat(64),
  DATABASE_URL: `postgresql://taquilla:${'5'.repeat(64)}@postgres:5432/taquilla`,
  REDIS_PASSWORD: '6'.repeat(64),
  REDIS_URL: `redis://:${'6'.repeat(64)}@redis:6379/0`,
  DEMO_STORE_PASSWORD: '7'.repeat(64),
  TAQUILLA_SECRET_KEY: '8'.repeat(64),
  TAQUILLA_IMAGE: 'taquilla:0.2.0',
  TAQUILLA_DOMAIN: 'tickets.example.com',
  SMTP_URL: 'smtp://mail.example.com:587',
  ALERT_EMAILS: 'ops@example.com',
};

/** A Compose file as Compose itself reads it, with all its profiles, merged with other files. */
export async function readCompose(
  file: ComposeFile,
  env: Readonly<Record<string, string>>,
  others: readonly string[] = [],
): Promise<Compose> {
  const options = { cwd: CHECKOUT, env: { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', ...env } };
  const files = [file, ...others].flatMap((one) => ['-f', one]);
  const profiles = ['demo', 'watch', 'alertmanager'].flatMap((one) => ['--profile', one]);
  const { stdout } = await call('docker-compose', [...files, ...profiles, 'config'], options);
  return parse(stdout) as Compose;
}
