import type { Command } from 'commander';
import { readAuditedObject } from '../../../backend/audit/audited-objects.ts';
import type { Credentials } from '../../../backend/credentials/credentials-model.ts';
import {
  defaultCredentials,
  findCredentials,
  listCredentials,
  makeDefaultCredentials,
  removeCredentials,
  setCredentialsActive,
} from '../../../backend/credentials/credentials-records.ts';
import { pinServerKey } from '../../../backend/credentials/server-key-records.ts';
import { readStoreContacts, type StoreContact } from '../../../backend/credentials/store-contact-list.ts';
import { bodyOfSecrets } from '../../../credentials/credentials-fields.ts';
import { addCredentials, editCredentials, replaceKeyPair } from '../../../credentials/edit-credentials.ts';
import { keyComment } from '../../../stores/store-access.ts';
import { generateKeyPair, requireUsableKeys } from '../../../woocommerce/connect/ssh/ssh-key.ts';
import type { Act } from '../../act.ts';
import { named } from '../../act.ts';
import { noteInAudit } from '../../note-in-audit.ts';
import { invalidOptions, readOptionFile } from '../../options/options.ts';
import { printJson, printLine } from '../../output/terminal.ts';
import type { Session } from '../../session.ts';
import { withStores } from '../../with-stores.ts';
import { bodyFrom, sayingCredentials, settingsOf } from './credentials-body.ts';
import { addCredentialsImport } from './credentials-import.ts';
import { addSettingOptions, parseCredentialsOptions, parseSetName } from './credentials-options.ts';
import { gatherSecrets } from './credentials-secrets.ts';
import { credentialsAsJson, credentialsLines, credentialsTable } from './credentials-show.ts';
import { testCredentials } from './credentials-test.ts';
import { addWebhooksCommand } from './credentials-webhooks.ts';

const ABOUT = `
Taquilla asks for secrets, or reads them as one JSON object with --secrets-from-stdin:
  {"password": "…", "ssh_password": "…", "ssh_private_key": "…", "ssh_passphrase": "…"}
They are sealed with TAQUILLA_SECRET_KEY and never shown again. The set called "environment" has the variables
WOOCOMMERCE_…; it cannot be changed here.`;

interface Named {
  readonly name: string;
  readonly json?: boolean;
}

export function addCredentialsCommands(program: Command, act: Act): void {
  const group = program
    .command('credentials')
    .description('Connections to stores: add, list, show, set, test, remove, generate-key, webhooks.')
    .addHelpText('after', ABOUT);
  addSettingOptions(group.command('add <name>').description('Save a new set of credentials.'))
    .option('--generate-key', 'create an SSH key for it, and print the public key')
    .option('--json', 'print the set as JSON')
    .action(named(act<Named & { generateKey?: boolean }>(runAdd)));
  addCredentialsImport(group, act);
  addSettingOptions(group.command('set <name>').description('Change a set; other settings stay unchanged.'))
    .option('--rename <name>', 'call it otherwise')
    .option('--activate', 'let executions use it again')
    .option('--deactivate', 'let no execution use it')
    .option('--default', 'make it the default set')
    .option('--ask-secrets', 'ask for its secrets again')
    .option(
      '--forget-server-key',
      'remove the confirmed key of the database server; asks for the password again',
    )
    .option('--json', 'print the set as JSON')
    .action(named(act<SetOptions>(runSet)));
  group
    .command('list')
    .description('All sets, the default first. No secret is shown.')
    .option('--json', 'print them as JSON')
    .action(act<{ json?: boolean }>(runList));
  group
    .command('show <name>')
    .description('One set. No secret is shown.')
    .option('--json', 'print it as JSON')
    .action(named(act<Named>(runShow)));
  group
    .command('test [name]')
    .description('Test the connection to the store step by step, within half a minute. Reads only.')
    .option('--accept-host-key <fingerprint>', 'confirm the host key that has this fingerprint (SHA256:…)')
    .option('--accept-server-key <fingerprint>', 'confirm the database server’s key with this fingerprint')
    .option('--language <language>', 'en or es; default: the language of the system')
    .option('--json', 'print the steps as JSON')
    .action(named(act<TestGiven>(runTest)));
  group
    .command('remove <name>')
    .description('Delete a set and its secrets.')
    .action(named(act<Named>(runRemove)));
  group
    .command('generate-key <name>')
    .description('Create a new SSH key (Ed25519) for a set, and print the line for authorized_keys.')
    .option('--json', 'print it as JSON')
    .action(named(act<Named>(runGenerateKey)));
  addWebhooksCommand(group, act);
}

async function runAdd(session: Session, given: Named & { readonly generateKey?: boolean }): Promise<number> {
  const options = parseCredentialsOptions(given);
  const files = await readFiles(options);
  const typed = bodyFrom(parseSetName(given.name), options, files, null);
  const settings = settingsOf(typed, null);
  return await withStores(session, async ({ db, secretKey }) => {
    const key = given.generateKey === true ? generateKeyPair(keyComment(settings.name)) : null;
    const gathered = await gatherSecrets(session, { ...given, ...options }, settings, 'asked');
    const secrets = key === null ? gathered : { ...gathered, ssh_private_key: key.privateKey };
    const body = { ...typed, ...bodyOfSecrets(secrets) };
    const deps = { db, secretKey, requireUsableKeys };
    const set = await sayingCredentials(body, async (parsed) => await addCredentials(deps, parsed));
    await noteInAudit(db, 'credentials.create', set.id, { name: set.name });
    const { out } = session.terminal;
    if (given.json === true) {
      printJson(out, { ...credentialsAsJson(set), public_key: key?.publicLine ?? null });
    } else {
      printLine(out, `Kept the credentials "${set.name}"${set.isDefault ? ', the default' : ''}.`);
      if (key !== null) showPublicKey(session, key.publicLine);
    }
    return 0;
  });
}

interface SetOptions extends Named {
  readonly rename?: string;
  readonly activate?: boolean;
  readonly deactivate?: boolean;
  readonly default?: boolean;
  readonly askSecrets?: boolean;
  readonly forgetServerKey?: boolean;
}

async function runSet(session: Session, given: SetOptions): Promise<number> {
  const options = parseCredentialsOptions(given);
  if (given.activate === true && given.deactivate === true) {
    throw invalidOptions('--activate and --deactivate exclude each other.');
  }
  return await withStores(session, async ({ db, secretKey }) => {
    const before = await findCredentials(db, given.name);
    const files = await readFiles(options);
    const name = given.rename === undefined ? before.name : parseSetName(given.rename);
    const typed = bodyFrom(name, options, files, before);
    const secrets = await gatherSecrets(
      session,
      { ...given, ...options },
      settingsOf(typed, before),
      given.askSecrets === true ? 'asked' : 'given',
    );
    const body = { ...typed, ...bodyOfSecrets(secrets) };
    const deps = { db, secretKey, requireUsableKeys };
    const changes =
      Object.keys(options).length > 0 || given.rename !== undefined || Object.keys(secrets).length > 0;
    const audited = await readAuditedObject(db, 'credentials.change', before.id);
    if (changes)
      await sayingCredentials(body, async (parsed) => await editCredentials(deps, before.id, parsed));
    if (given.forgetServerKey === true) {
      const { password } = secrets;
      await pinServerKey(db, secretKey, before.id, null, password === undefined ? {} : { password });
    }
    if (given.activate === true) await setCredentialsActive(db, before.id, true);
    if (given.default === true) await makeDefaultCredentials(db, before.id);
    if (given.deactivate === true) await setCredentialsActive(db, before.id, false);
    await noteInAudit(db, 'credentials.change', before.id, { options: typedOptions(given) }, audited);
    return show(
      session,
      await findCredentials(db, before.id),
      given.json,
      (await readStoreContacts(db)).get(before.id),
    );
  });
}

async function runList(session: Session, { json }: { readonly json?: boolean }): Promise<number> {
  return await withStores(session, async ({ db }) => {
    const sets = (await listCredentials(db)).filter(({ origin }) => origin !== 'command_line');
    const { out } = session.terminal;
    const contacts = await readStoreContacts(db);
    if (json === true)
      printJson(
        out,
        sets.map((set) => credentialsAsJson(set, contacts.get(set.id))),
      );
    else if (sets.length === 0) printLine(out, 'There are no credentials yet.');
    else printLine(out, credentialsTable(sets, contacts, session.settings.timezone));
    return 0;
  });
}

async function runShow(session: Session, { name, json }: Named): Promise<number> {
  return await withStores(session, async ({ db }) => {
    const set = await findCredentials(db, name);
    return show(session, set, json, (await readStoreContacts(db)).get(set.id));
  });
}

interface TestGiven extends Partial<Named> {
  readonly acceptHostKey?: string;
  readonly acceptServerKey?: string;
  readonly language?: string;
}

async function runTest(session: Session, given: TestGiven): Promise<number> {
  const language = given.language ?? session.settings.language;
  if (language !== 'en' && language !== 'es') throw invalidOptions('--language must be en or es.');
  return await withStores(session, async (stores) => {
    const { name } = given;
    const set =
      name === undefined ? await defaultCredentials(stores.db) : await findCredentials(stores.db, name);
    return await testCredentials(session, stores, set, {
      acceptHostKey: given.acceptHostKey ?? null,
      acceptServerKey: given.acceptServerKey ?? null,
      language,
      json: given.json === true,
    });
  });
}

async function runRemove(session: Session, { name }: Named): Promise<number> {
  return await withStores(session, async ({ db }) => {
    const set = await findCredentials(db, name);
    const audited = await readAuditedObject(db, 'credentials.delete', set.id);
    await removeCredentials(db, set.id);
    await noteInAudit(db, 'credentials.delete', set.id, { name: set.name }, audited);
    printLine(session.terminal.out, `Deleted the credentials "${set.name}" and their secrets.`);
    return 0;
  });
}

async function runGenerateKey(session: Session, { name, json }: Named): Promise<number> {
  return await withStores(session, async ({ db, secretKey }) => {
    const set = await findCredentials(db, name);
    if (set.ssh === null) throw invalidOptions(`The credentials "${set.name}" have no SSH host.`);
    const newKeyPair = (setName: string) => generateKeyPair(keyComment(setName));
    const { publicLine } = await replaceKeyPair({ db, secretKey }, set.id, 'ssh', newKeyPair);
    await noteInAudit(db, 'credentials.generate-key', set.id);
    if (json === true) printJson(session.terminal.out, { name: set.name, public_key: publicLine });
    else showPublicKey(session, publicLine);
    return 0;
  });
}

function show(session: Session, set: Credentials, json: boolean | undefined, contact?: StoreContact): number {
  const { out } = session.terminal;
  if (json === true) printJson(out, credentialsAsJson(set, contact));
  else for (const line of credentialsLines(set, contact)) printLine(out, line);
  return 0;
}

function showPublicKey({ terminal }: Session, publicLine: string): void {
  printLine(terminal.out, 'Put this line into ~/.ssh/authorized_keys of the user on the SSH host:');
  printLine(terminal.out, publicLine);
}

/** The names of the given options, without their values. */
function typedOptions({ name: _name, json: _json, ...options }: SetOptions): readonly string[] {
  return Object.keys(options);
}

async function readFiles(options: {
  readonly tlsCaFile?: string | undefined;
  readonly tlsCertificateFile?: string | undefined;
}) {
  const [tlsCa, tlsCertificate] = [
    await readOptionFile('--tls-ca-file', options.tlsCaFile),
    await readOptionFile('--tls-certificate-file', options.tlsCertificateFile),
  ];
  return {
    ...(tlsCa === undefined ? {} : { tlsCa }),
    ...(tlsCertificate === undefined ? {} : { tlsCertificate }),
  };
}
