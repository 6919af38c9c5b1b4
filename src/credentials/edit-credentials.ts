import type { Credentials, Secrets } from '../backend/credentials/credentials-model.ts';
import {
  changeCredentials,
  createCredentials,
  findCredentials,
  listCredentials,
} from '../backend/credentials/credentials-records.ts';
import { bySecret, settingsValues } from '../backend/credentials/credentials-row.ts';
import { openCredentials } from '../backend/credentials/sealed-secrets.ts';
import type { Database } from '../backend/database.ts';
import type { CredentialsPatch } from '../contract/credentials.ts';
import { invalidField } from '../kernel/field-faults.ts';
import type { Secret } from '../kernel/secrets/secret.ts';
import { secretsFrom, settingsFrom } from './credentials-fields.ts';

export interface CredentialsDeps {
  readonly db: Database;
  readonly secretKey: () => Promise<Secret>;
  /** Refuses a private key that the connection could not use. */
  readonly requireUsableKeys: (secrets: Partial<Secrets>) => void;
}

/**
 * Creates a set of credentials; absent fields get their defaults.
 *
 * @throws invalid `http.invalid-request`; conflict `credentials.name-taken`; config `store.ssh-key-*`,
 *   `config.secret-key-short`, `secret.cannot-open`
 */
export async function addCredentials(deps: CredentialsDeps, body: CredentialsPatch): Promise<Credentials> {
  const settings = settingsFrom(body, null);
  const secrets = { ...bySecret(() => null), ...usableSecrets(deps, body) };
  return await createCredentials(deps.db, await deps.secretKey(), settings, secrets);
}

/**
 * Changes the given fields of a set; the others stay.
 *
 * @throws missing `credentials.none`; denied `credentials.read-only`; invalid `http.invalid-request`,
 *   `credentials.secrets-needed`; conflict `credentials.name-taken`; config as `addCredentials`
 */
export async function editCredentials(
  deps: CredentialsDeps,
  id: string,
  body: CredentialsPatch,
): Promise<Credentials> {
  const settings = settingsFrom(body, await findCredentials(deps.db, id));
  const secrets = usableSecrets(deps, body);
  return await changeCredentials(deps.db, await deps.secretKey(), id, settings, secrets);
}

/**
 * Gives a set a new key pair for one of its SSH hosts; the private key replaces the previous one and never
 * leaves the server.
 *
 * @throws invalid `http.invalid-request`: the set has no such host; also the errors of `editCredentials`
 */
export async function replaceKeyPair(
  { db, secretKey }: Pick<CredentialsDeps, 'db' | 'secretKey'>,
  id: string,
  hop: 'ssh' | 'jump',
  newKeyPair: (setName: string) => { readonly privateKey: Secret; readonly publicLine: string },
): Promise<{ readonly changed: Credentials; readonly publicLine: string }> {
  const before = await findCredentials(db, id);
  requireHop(before, hop);
  const { privateKey, publicLine } = newKeyPair(before.name);
  const secrets =
    hop === 'ssh'
      ? { ssh_private_key: privateKey, ssh_passphrase: null }
      : { jump_private_key: privateKey, jump_passphrase: null };
  const changed = await changeCredentials(db, await secretKey(), before.id, before, secrets);
  return { changed, publicLine };
}

/** @throws invalid `http.invalid-request` */
export function requireHop(set: Credentials, hop: 'ssh' | 'jump'): void {
  if (set[hop] === null) throw invalidField('hop', 'no_such_object');
}

interface ImportDeps extends CredentialsDeps {
  /** Called before an existing set is changed. */
  readonly onChange: (id: string) => Promise<void>;
}

interface Imported {
  readonly id: string;
  readonly outcome: 'created' | 'changed' | 'unchanged';
}

/**
 * Creates the set with this name, or updates the existing one if it differs; absent fields stay. A set that
 * already has these values, including its secrets, is not written.
 *
 * @throws as `addCredentials` and `editCredentials`
 */
export async function importCredentials(deps: ImportDeps, body: CredentialsPatch): Promise<Imported> {
  const { db, secretKey, onChange } = deps;
  if (body.name === undefined) throw invalidField('name', 'required');
  const existing = (await listCredentials(db)).find(({ name }) => name === body.name);
  if (existing === undefined) {
    const { id } = await addCredentials(deps, body);
    return { id, outcome: 'created' };
  }
  const { id } = existing;
  const settings = settingsFrom(body, existing);
  const given = usableSecrets(deps, body);
  const { secrets } = await openCredentials(db, secretKey, id);
  const same =
    JSON.stringify(settingsValues(settings)) === JSON.stringify(settingsValues(existing)) &&
    Object.entries(given).every(
      ([name, secret]) => (secrets[name as keyof Secrets]?.reveal() ?? null) === (secret?.reveal() ?? null),
    );
  if (same) return { id, outcome: 'unchanged' };
  await onChange(id);
  await changeCredentials(db, await secretKey(), id, settings, given);
  return { id, outcome: 'changed' };
}

function usableSecrets(
  { requireUsableKeys }: Pick<CredentialsDeps, 'requireUsableKeys'>,
  body: CredentialsPatch,
): Partial<Secrets> {
  const given = secretsFrom(body);
  requireUsableKeys(given);
  return given;
}
