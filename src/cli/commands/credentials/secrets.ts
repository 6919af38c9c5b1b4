import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { rotateSecrets } from '../../../backend/credentials/sealed-secrets.ts';
import { Secret } from '../../../kernel/secrets/secret.ts';
import { reasonOfFile } from '../../../platform/folder-error.ts';
import type { Act } from '../../act.ts';
import { noteInAudit } from '../../note-in-audit.ts';
import { invalidOptions } from '../../options/options.ts';
import { countOf } from '../../output/tables.ts';
import { printJson, printLine } from '../../output/terminal.ts';
import type { Session } from '../../session.ts';
import { withStores } from '../../with-stores.ts';

interface Options {
  readonly newKeyFile?: string;
  readonly json?: boolean;
}

export function addSecrets(program: Command, act: Act): void {
  program
    .command('secrets')
    .description('The keys that seal the secrets of stores: rotate.')
    .command('rotate')
    .description('Seal every secret again with a new data key, while services and executions continue.')
    .option('--new-key-file <path>', 'a file with the next TAQUILLA_SECRET_KEY')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      `
Without an option, only the data key is replaced, and TAQUILLA_SECRET_KEY stays. To replace that one too:
  1. $ openssl rand -base64 32 > next-key
     $ npm run -s taquilla -- secrets rotate --new-key-file next-key
     Services with the old key and with the next one work from now on.
  2. Start every service again with the next key.
  3. $ npm run -s taquilla -- secrets rotate        with the next key: the old one opens nothing any more.`,
    )
    .action(act<Options>(runRotate));
}

async function runRotate(session: Session, { newKeyFile, json }: Options): Promise<number> {
  const next = newKeyFile === undefined ? null : await readKey(newKeyFile);
  return await withStores(session, async ({ db, secretKey }) => {
    const { sets, secrets, secondFactors, webhooks, endpoints } = await rotateSecrets(
      db,
      await secretKey(),
      next,
    );
    await noteInAudit(db, 'secrets.rotate', null);
    const { out } = session.terminal;
    if (json === true) printJson(out, { sets, secrets, second_factors: secondFactors, webhooks, endpoints });
    else {
      const ofSets = `${countOf(secrets, 'secret')} of ${countOf(sets, 'set')} of credentials`;
      printLine(
        out,
        `Sealed with a new key: ${ofSets}, ${countOf(secondFactors, 'second factor')}, ${countOf(webhooks, 'secret')} of webhooks, ${countOf(endpoints, 'secret')} of endpoints.`,
      );
    }
    return 0;
  });
}

async function readKey(path: string): Promise<Secret> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw invalidOptions(
      `--new-key-file names the file ${path}, which cannot be read (${reasonOfFile(error)}).`,
    );
  });
  return new Secret(text.trim());
}
