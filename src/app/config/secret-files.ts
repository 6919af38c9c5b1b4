import { type Secret, toSecret } from '../../kernel/secrets/secret.ts';
import { reasonOfFile } from '../../platform/folder-error.ts';

/**
 * Each may also be given with the suffix `_FILE`: its value is then the content of that file, without the
 * last line break.
 */
export const SECRETS = [
  'DATABASE_URL',
  'DATABASE_DIRECT_URL',
  'REDIS_URL',
  'TAQUILLA_SECRET_KEY',
  'TAQUILLA_STORE_PASSWORD',
  'METRICS_TOKEN',
  'HEARTBEAT_URL',
  'SMTP_URL',
  'ALERT_WEBHOOK_SECRET',
  'WOOCOMMERCE_SSH_PASSWORD',
  'WOOCOMMERCE_SSH_PRIVATE_KEY_PASSPHRASE',
  'WOOCOMMERCE_MYSQL_PASSWORD',
];
export const PRIVATE_KEY_PATH = 'WOOCOMMERCE_SSH_PRIVATE_KEY_PATH';

export type ReadText = (path: string) => string;

interface SecretFiles {
  /** Keyed by the name of the variable that the file replaces. */
  readonly values: Readonly<Record<string, string>>;
  readonly privateKey: Secret | null;
  readonly faults: readonly string[];
}

/**
 * Somebody may have set the secret itself instead of its path, so a value that does not look like a path is
 * not shown.
 */
function fileOf(path: string): string {
  return /^\.{0,2}\/[\w./@ -]*$/.test(path) ? `the file ${path}` : 'a file';
}

/**
 * The secrets that are given as files, and the private key, which is always a file. No error repeats a value.
 */
export function readSecretFiles(
  environment: Readonly<Record<string, string | undefined>>,
  readText: ReadText,
): SecretFiles {
  const values: Record<string, string> = {};
  const faults: string[] = [];
  const read = (variable: string, path: string): string | undefined => {
    try {
      return readText(path);
    } catch (error) {
      faults.push(`${variable} names ${fileOf(path)} that cannot be read (${reasonOfFile(error)})`);
      return undefined;
    }
  };
  for (const name of SECRETS) {
    const path = environment[`${name}_FILE`];
    if (path === undefined || path === '') continue;
    if (environment[name]) faults.push(`${name} and ${name}_FILE are both set`);
    const text = read(`${name}_FILE`, path);
    if (text !== undefined) values[name] = text.replace(/\r?\n$/, '');
  }
  const path = environment[PRIVATE_KEY_PATH];
  return { values, faults, privateKey: path ? toSecret(read(PRIVATE_KEY_PATH, path)) : null };
}
