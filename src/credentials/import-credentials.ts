import type { Secrets } from '../backend/credentials/credentials-model.ts';
import {
  changeCredentials,
  createCredentials,
  listCredentials,
} from '../backend/credentials/credentials-records.ts';
import { bySecret, settingsValues } from '../backend/credentials/credentials-row.ts';
import { openCredentials } from '../backend/credentials/sealed-secrets.ts';
import type { Database } from '../backend/database.ts';
import type { CredentialsPatch } from '../contract/credentials.ts';
import { invalidField } from '../kernel/field-faults.ts';
import type { Secret } from '../kernel/secrets/secret.ts';
import { secretsFrom, settingsFrom } from './credentials-fields.ts';

interface ImportDeps {
  readonly db: Database;
  readonly secretKey: () => Promise<Secret>;
  readonly requireUsableKeys: (secrets: Partial<Secrets>) => void;
  /** Called before a present set is changed. */
  readonly onChange: (id: string) => Promise<void>;
}

interface Imported {
  readonly id: string;
  readonly outcome: 'created' | 'changed' | 'unchanged';
}

/**
 * Makes the set of this name, or changes the present one where it differs: what is not given of it stays. A set that is
 * as given, its secrets too, is not written.
 *
 * @throws invalid `http.invalid-request`, `credentials.secrets-needed`; denied `credentials.read-only`; config
 *   `config.secret-key-short`, `secret.cannot-open`
 */
export async function importCredentials(deps: ImportDeps, body: CredentialsPatch): Promise<Imported> {
  const { db, secretKey, requireUsableKeys, onChange } = deps;
  if (body.name === undefined) throw invalidField('name', 'required');
  const present = (await listCredentials(db)).find(({ name }) => name === body.name);
  const settings = settingsFrom(body, present ?? null);
  const given = secretsFrom(body);
  requireUsableKeys(given);
  if (present === undefined) {
    const secrets = { ...bySecret(() => null), ...given };
    const { id } = await createCredentials(db, await secretKey(), settings, secrets);
    return { id, outcome: 'created' };
  }
  const { id } = present;
  const { secrets } = await openCredentials(db, secretKey, id);
  const same =
    JSON.stringify(settingsValues(settings)) === JSON.stringify(settingsValues(present)) &&
    Object.entries(given).every(
      ([name, secret]) => (secrets[name as keyof Secrets]?.reveal() ?? null) === (secret?.reveal() ?? null),
    );
  if (same) return { id, outcome: 'unchanged' };
  await onChange(id);
  await changeCredentials(db, await secretKey(), id, settings, given);
  return { id, outcome: 'changed' };
}
