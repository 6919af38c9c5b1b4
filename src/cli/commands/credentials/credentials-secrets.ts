import { text as readText } from 'node:stream/consumers';
import { password as askPassword, isCancel } from '@clack/prompts';
import { z } from 'zod';
import {
  type CredentialsSettings,
  SECRET_NAMES,
  type SecretName,
  type Secrets,
} from '../../../backend/credentials/credentials-model.ts';
import { AppError, aborted } from '../../../kernel/errors.ts';
import { Secret, toSecret } from '../../../kernel/secrets/secret.ts';
import { readOptionFile } from '../../options/options.ts';
import type { Session } from '../../session.ts';
import type { CredentialsOptions } from './credentials-options.ts';

const GIVEN = z.partialRecord(z.enum(SECRET_NAMES), z.string().nullable());

/**
 * Collects the secrets of a set from all sources: files that options name, one JSON object on standard input,
 * TAQUILLA_STORE_PASSWORD, or prompts on a terminal for those that are missing. Secrets are never taken from
 * arguments.
 *
 * @param from `given` means only those from files and standard input; the others stay unchanged
 * @throws invalid `cli.options`, `credentials.secrets-malformed`; aborted
 */
export async function gatherSecrets(
  session: Session,
  options: CredentialsOptions & { readonly secretsFromStdin?: boolean },
  settings: CredentialsSettings,
  from: 'asked' | 'given',
): Promise<Partial<Secrets>> {
  const secrets: Partial<Record<SecretName, Secret | null>> = {
    ...(await fromFile('ssh_private_key', '--ssh-key-file', options.sshKeyFile)),
    ...(await fromFile('jump_private_key', '--jump-key-file', options.jumpKeyFile)),
    ...(await fromFile('tls_key', '--tls-key-file', options.tlsKeyFile)),
  };
  const { terminal, settings: given } = session;
  if (options.secretsFromStdin === true) {
    return { ...secrets, ...parseSecrets(await readText(terminal.in)) };
  }
  if (from === 'given') return secrets;
  if (given.storePassword !== null) secrets.password = new Secret(given.storePassword);
  if (!terminal.in.isTTY) return secrets;
  for (const [name, question] of questions(settings, secrets)) {
    secrets[name] = toSecret(await ask(session, question));
  }
  return secrets;
}

function questions(
  { ssh, jump }: CredentialsSettings,
  known: Partial<Record<SecretName, Secret | null>>,
): readonly (readonly [SecretName, string])[] {
  const asked: (readonly [SecretName, string])[] = [];
  const hop = (which: 'ssh' | 'jump', host: string): void => {
    if (known[`${which}_private_key`] === undefined) asked.push([`${which}_password`, `Password at ${host}`]);
    else asked.push([`${which}_passphrase`, `Passphrase of the key for ${host}; empty if it has none`]);
  };
  if (jump !== null) hop('jump', jump.host);
  if (ssh !== null) hop('ssh', ssh.host);
  if (known.password === undefined) asked.push(['password', 'Password of the database user']);
  return asked;
}

async function ask({ terminal, stop }: Session, message: string): Promise<string> {
  const answer = await askPassword({ message, input: terminal.in, output: terminal.err, signal: stop });
  if (isCancel(answer)) throw aborted();
  return answer ?? '';
}

async function fromFile(
  name: SecretName,
  option: string,
  path: string | undefined,
): Promise<Partial<Secrets>> {
  const text = await readOptionFile(option, path);
  return text === undefined ? {} : { [name]: toSecret(text) };
}

/** Neither the text nor the position of the error is repeated, because the text holds secrets. */
function parseSecrets(text: string): Partial<Secrets> {
  let given: z.infer<typeof GIVEN>;
  try {
    given = GIVEN.parse(JSON.parse(text));
  } catch {
    throw new AppError({
      code: 'credentials.secrets-malformed',
      message: `The secrets on standard input must be one JSON object with texts or null: ${SECRET_NAMES.join(', ')}.`,
    });
  }
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, toSecret(value)]));
}
