import type { OpenedCredentials } from '../../../backend/credentials/credentials-model.ts';
import {
  leadsElsewhere,
  requireSecretsAgain,
  sameHost,
  sameServer,
} from '../../../backend/credentials/credentials-move.ts';
import { defaultCredentials } from '../../../backend/credentials/credentials-records.ts';
import { bySecret } from '../../../backend/credentials/credentials-row.ts';
import { openCredentials } from '../../../backend/credentials/sealed-secrets.ts';
import type { ConnectionTestReply, CredentialsPatch } from '../../../contract/credentials.ts';
import { secretsFrom, settingsFrom } from '../../../credentials/credentials-fields.ts';
import { keepTest } from '../../../tasks/test-connection.ts';
import type { Language } from '../../../vocabulary/people.ts';
import type { ApiDeps, ConnectionTest, StoreAccess } from '../../api-deps.ts';

const TEST_WITHIN_MS = 30_000;

/**
 * Tests the connection to a store: with a saved set, with a saved set and changes, or with settings that are
 * not saved. A saved secret is never sent to another place than its own. Only the result of an unchanged saved
 * set is stored.
 *
 * @throws missing `credentials.none`, `credentials.no-default`; invalid `credentials.secrets-needed`
 */
export async function testConnection(
  deps: ApiDeps,
  stores: StoreAccess,
  which: { readonly id: string | null; readonly body: CredentialsPatch },
  language: Language,
): Promise<ConnectionTestReply> {
  const { db, now, secretKey } = deps;
  const changed = Object.keys(which.body).length > 0;
  const unsaved = which.id === null && changed;
  const id = unsaved ? null : (which.id ?? (await defaultCredentials(db)).id);
  const signal = AbortSignal.timeout(TEST_WITHIN_MS);
  const test =
    id !== null && !changed
      ? await stores.testStored(id, signal)
      : await stores.test(
          asChanged(id === null ? null : await openCredentials(db, secretKey, id), which.body),
          signal,
        );
  if (id !== null && !changed) {
    await keepTest(db, id, test, now());
  }
  return shownTest(test, id, stores, language);
}

function asChanged(opened: OpenedCredentials | null, body: CredentialsPatch): OpenedCredentials {
  const settings = settingsFrom({ name: 'not saved', ...body }, opened?.credentials ?? null);
  const given = secretsFrom(body);
  const none = bySecret(() => null);
  if (opened === null) {
    const secrets = { ...none, ...given };
    return {
      credentials: { ...UNSAVED, ...settings, has: bySecret((name) => secrets[name] !== null) },
      secrets,
    };
  }
  const { credentials } = opened;
  if (leadsElsewhere(credentials, settings)) requireSecretsAgain(credentials, given);
  return {
    credentials: {
      ...credentials,
      ...settings,
      sshHostKey: sameHost(credentials.ssh, settings.ssh) ? credentials.sshHostKey : null,
      jumpHostKey: sameHost(credentials.jump, settings.jump) ? credentials.jumpHostKey : null,
      mysqlServerKey: sameServer(credentials, settings) ? credentials.mysqlServerKey : null,
      maySignInUnverified: false,
    },
    secrets: { ...opened.secrets, ...given },
  };
}

const UNSAVED = {
  id: '00000000-0000-0000-0000-000000000000',
  origin: 'saved',
  sshHostKey: null,
  jumpHostKey: null,
  mysqlServerKey: null,
  maySignInUnverified: false,
  unverifiedAuthSinceUtc: null,
  isActive: true,
  isDefault: false,
  lastTransport: null,
  lastTestedAtUtc: null,
  lastTestSuccess: null,
  lastTestResult: null,
} as const;

const TEXTS = {
  ok: { en: 'The store can be reached.', es: 'Se puede acceder a la tienda.' },
  failed: {
    en: 'The store cannot be reached: see the steps.',
    es: 'No se puede acceder a la tienda: vea los pasos.',
  },
} as const;

function shownTest(
  test: ConnectionTest,
  id: string | null,
  stores: StoreAccess,
  language: Language,
): ConnectionTestReply {
  const words = stores.words(language);
  const { hostKey, serverKey } = test;
  return {
    success: test.success,
    credentials: id,
    transport: test.transport,
    duration_ms: test.durationMs,
    steps: test.steps.map(({ step, hop, status, durationMs, code, message, found }) => {
      const advice = code === null ? null : words.advice(code);
      return {
        step,
        hop,
        label: words.label(step, hop),
        status,
        duration_ms: durationMs,
        code,
        message,
        found,
        means: advice?.means ?? null,
        todo: advice?.todo ?? null,
      };
    }),
    host_key:
      hostKey === null
        ? null
        : {
            hop: hostKey.hop,
            type: hostKey.type,
            fingerprint: hostKey.fingerprint,
            host_key: hostKey.line,
            pinned_fingerprint: hostKey.pinned,
          },
    server_key:
      serverKey === null
        ? null
        : {
            kind: serverKey.kind,
            fingerprint: serverKey.fingerprint,
            server_key: serverKey.line,
            pinned_fingerprint: serverKey.pinned,
          },
    detail: TEXTS[test.success ? 'ok' : 'failed'][language],
  };
}
