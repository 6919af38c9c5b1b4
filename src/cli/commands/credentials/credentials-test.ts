import { password as askPassword, confirm, isCancel } from '@clack/prompts';
import type { Credentials } from '../../../backend/credentials/credentials-model.ts';
import { pinHostKey } from '../../../backend/credentials/credentials-records.ts';
import { pinServerKey } from '../../../backend/credentials/server-key-records.ts';
import { exitCodeOf } from '../../../kernel/error-catalogue.ts';
import { aborted } from '../../../kernel/errors.ts';
import { Secret } from '../../../kernel/secrets/secret.ts';
import { spanishOf } from '../../../kernel/sentences/spanish-of.ts';
import { type StoredStores, storedLogin } from '../../../stores/stored-store.ts';
import { keepTest } from '../../../tasks/test-connection.ts';
import type { Language } from '../../../vocabulary/people.ts';
import { adviceFor, adviceTexts } from '../../../woocommerce/diagnose/advice.ts';
import { diagnose } from '../../../woocommerce/diagnose/diagnose.ts';
import type {
  Diagnosis,
  DiagnosisStep,
  OfferedHostKey,
  OfferedServerKey,
} from '../../../woocommerce/diagnose/diagnosis.ts';
import { noteConfirmedKey, noteConnectionTest } from '../../note-in-audit.ts';
import { showDuration } from '../../output/tables.ts';
import { printJson, printLine, styled } from '../../output/terminal.ts';
import type { Session } from '../../session.ts';

export interface TestOptions {
  /** A fingerprint that the user has already compared. Null to ask, if there is a terminal. */
  readonly acceptHostKey: string | null;
  /** The same for the key of the database server. */
  readonly acceptServerKey: string | null;
  readonly language: Language;
  readonly json: boolean;
}

/**
 * Tests the connection to a store and stores the result. If a key is not confirmed, it is shown; once the user
 * confirms it, it is pinned and the test starts again. This happens at most three times: for a jump host, the
 * SSH host and the database server.
 */
export async function testCredentials(
  session: Session,
  stores: StoredStores,
  set: Credentials,
  options: TestOptions,
): Promise<number> {
  const { terminal, log, stop: signal } = session;
  let diagnosis: Diagnosis;
  for (;;) {
    const { login } = await storedLogin(stores, set.id);
    diagnosis = await diagnose(login, { signal, log, now: stores.now });
    const { hostKey, serverKey } = diagnosis;
    if (hostKey !== null && (await isRight(session, hostKey, options))) {
      await pinHostKey(stores.db, set.id, hostKey.hop, hostKey.line);
      await noteConfirmedKey(stores.db, set.id, 'host');
    } else if (serverKey !== null && (await isRightServer(session, serverKey, options))) {
      const password = serverKey.pinned === null ? {} : await passwordAgain(session);
      await pinServerKey(stores.db, stores.secretKey, set.id, serverKey.line, password);
      await noteConfirmedKey(stores.db, set.id, 'server');
    } else break;
  }
  const result = diagnosisAsJson(diagnosis, options.language);
  await keepTest(stores.db, set.id, diagnosis, stores.now());
  await noteConnectionTest(stores.db, set.id);
  if (options.json) printJson(terminal.out, { credentials: set.name, ...result });
  else showDiagnosis(session, diagnosis, options.language);
  return diagnosis.failed === null ? 0 : exitCodeOf(diagnosis.failed.code);
}

async function isRight(
  session: Session,
  { hop, type, fingerprint, pinned }: OfferedHostKey,
  { acceptHostKey, json }: TestOptions,
): Promise<boolean> {
  const { terminal } = session;
  if (acceptHostKey !== null) return acceptHostKey === fingerprint;
  if (!terminal.in.isTTY || json) return false;
  const which = hop === 'jump' ? 'The jump host' : 'The SSH host';
  printLine(terminal.err, `${which} shows a key of type ${type}: ${fingerprint}`);
  if (pinned !== null) printLine(terminal.err, `Confirmed was another one: ${pinned}`);
  return await agrees(session, 'Is this the fingerprint that the provider shows?');
}

async function isRightServer(
  session: Session,
  { kind, fingerprint, pinned }: OfferedServerKey,
  { acceptServerKey, json }: TestOptions,
): Promise<boolean> {
  const { terminal } = session;
  if (acceptServerKey !== null) return acceptServerKey === fingerprint;
  if (!terminal.in.isTTY || json) return false;
  const what = kind === 'rsa' ? 'an RSA key' : 'a TLS certificate with the key';
  printLine(terminal.err, `The database server shows ${what}: ${fingerprint}`);
  if (pinned !== null) printLine(terminal.err, `The confirmed key is different: ${pinned}`);
  return await agrees(session, 'Does the administrator of the server confirm this fingerprint?');
}

/** A new key decides who can read the password, so the user enters the password again. */
async function passwordAgain(session: Session): Promise<{ readonly password?: Secret }> {
  const { terminal, settings, stop: signal } = session;
  if (settings.storePassword !== null) return { password: new Secret(settings.storePassword) };
  if (!terminal.in.isTTY) return {};
  const message = 'Password of the database user';
  const answer = await askPassword({ message, input: terminal.in, output: terminal.err, signal });
  if (isCancel(answer)) throw aborted();
  return { password: new Secret(answer ?? '') };
}

async function agrees({ terminal, stop: signal }: Session, message: string): Promise<boolean> {
  const answer = await confirm({
    message,
    initialValue: false,
    input: terminal.in,
    output: terminal.err,
    signal,
  });
  if (isCancel(answer)) throw aborted();
  return answer;
}

function diagnosisAsJson(diagnosis: Diagnosis, language: Language): object {
  return {
    success: diagnosis.success,
    transport: diagnosis.transport,
    duration_ms: diagnosis.durationMs,
    steps: diagnosis.steps.map(({ step, hop, status, durationMs, code, message, found }) => ({
      step,
      hop,
      status,
      duration_ms: durationMs,
      code,
      message,
      found,
      ...(code === null ? { means: null, todo: null } : adviceFor(code, language)),
    })),
    host_key:
      diagnosis.hostKey === null
        ? null
        : {
            hop: diagnosis.hostKey.hop,
            type: diagnosis.hostKey.type,
            fingerprint: diagnosis.hostKey.fingerprint,
          },
    server_key:
      diagnosis.serverKey === null
        ? null
        : { kind: diagnosis.serverKey.kind, fingerprint: diagnosis.serverKey.fingerprint },
  };
}

function showDiagnosis({ terminal }: Session, diagnosis: Diagnosis, language: Language): void {
  const { out } = terminal;
  for (const step of diagnosis.steps) {
    const { style, mark } = MARKS[step.status];
    const found = step.found === null ? '' : `: ${step.found}`;
    printLine(
      out,
      `${styled(style, mark, out)} ${titleOf(step, language)}${found} (${showDuration(step.durationMs)})`,
    );
    if (step.code === null) continue;
    const { means, todo } = adviceFor(step.code, language);
    printLine(out, `    ${whatFailed(step, language) ?? means} (${step.code})`);
    printLine(out, `    → ${todo}`);
  }
  const { hostKey, serverKey, success, durationMs } = diagnosis;
  if (hostKey !== null) printLine(out, `    ${hostKey.type} ${hostKey.fingerprint}`);
  if (serverKey !== null) printLine(out, `    ${serverKey.kind} ${serverKey.fingerprint}`);
  printLine(out, `${VERDICTS[language][success ? 'well' : 'failed']} (${showDuration(durationMs)})`);
}

/** The failure with host, port and user. Null if this language has only a general sentence for the code. */
function whatFailed({ status, message }: DiagnosisStep, language: Language): string | null {
  if (status !== 'failed' || message === null) return null;
  return language === 'es' ? spanishOf(message) : message;
}

const MARKS = {
  ok: { style: 'green', mark: '✓' },
  warning: { style: 'yellow', mark: '!' },
  failed: { style: 'red', mark: '✗' },
} as const;

const VERDICTS: Readonly<Record<Language, Readonly<Record<'well' | 'failed', string>>>> = {
  en: { well: 'The store can be read', failed: 'The store cannot be read' },
  es: { well: 'La tienda se puede leer', failed: 'La tienda no se puede leer' },
};

function titleOf({ step, hop }: DiagnosisStep, language: Language): string {
  const { steps, hops } = adviceTexts(language);
  return `${hops[hop]}, ${steps[step]}`;
}
