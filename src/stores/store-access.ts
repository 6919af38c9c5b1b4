import type { OpenedCredentials } from '../backend/credentials/credentials-model.ts';
import type { AskedStore, ReadStore } from '../configurations/ask-store.ts';
import type { Language } from '../vocabulary/people.ts';
import type { Hop } from '../woocommerce/connect/connect-step.ts';
import { generateKeyPair, requireUsableKeys } from '../woocommerce/connect/ssh/ssh-key.ts';
import { adviceFor, adviceTexts } from '../woocommerce/diagnose/advice.ts';
import { diagnose } from '../woocommerce/diagnose/diagnose.ts';
import type { Diagnosis, DiagnosisStepName } from '../woocommerce/diagnose/diagnosis.ts';
import type { WooStore } from '../woocommerce/woo-store.ts';
import { loginOf, openStoredStore, type StoredStores, storedLogin } from './stored-store.ts';

/**
 * The service's queries to stores while a person waits: which store answers, its events, and its connection.
 */
export function createStoreAccess(stores: StoredStores) {
  const { log, now } = stores;
  const within = async <T>(credentialsId: string, ask: (store: WooStore) => Promise<T>): Promise<T> => {
    const store = await openStoredStore(stores, credentialsId);
    try {
      return await ask(store);
    } finally {
      await store.close();
    }
  };
  return {
    ask: async <Answer>(
      credentialsId: string,
      wooProductId: number,
      signal: AbortSignal,
      use: (store: AskedStore) => Promise<Answer>,
    ): Promise<Answer> =>
      await within(credentialsId, async (store) => await use(await askedStore(store, wooProductId, signal))),
    read: async <Answer>(
      credentialsId: string,
      use: (store: ReadStore) => Promise<Answer>,
    ): Promise<Answer> => await within(credentialsId, use),
    products: async (credentialsId: string, signal: AbortSignal) =>
      await within(credentialsId, async (store) => await store.listEventProducts(signal)),
    testStored: async (credentialsId: string, signal: AbortSignal): Promise<Diagnosis> => {
      const { login } = await storedLogin(stores, credentialsId);
      return await diagnose(login, { signal, now, log });
    },
    test: async ({ credentials, secrets }: OpenedCredentials, signal: AbortSignal): Promise<Diagnosis> => {
      const { reach, ...choice } = loginOf(credentials, secrets, stores);
      // A transport that was only tested is not remembered.
      const { onTransport: _, ...tried } = reach;
      return await diagnose({ ...choice, reach: tried }, { signal, now, log });
    },
    newKeyPair: (setName: string) => generateKeyPair(keyComment(setName)),
    requireUsableKeys,
    words: (language: Language) => {
      const { steps, hops } = adviceTexts(language);
      return {
        label: (step: string, hop: string) =>
          hop === 'mysql'
            ? steps[step as DiagnosisStepName]
            : `${steps[step as DiagnosisStepName]} (${hops[hop as Hop]})`,
        advice: (code: string) => adviceFor(code, language),
      };
    },
  };
}

/** A request to a store, for comparing it with the backend's record. */
export async function askedStore(
  store: WooStore,
  wooProductId: number,
  signal: AbortSignal,
): Promise<AskedStore> {
  const { siteUrl, tablePrefix, ownTimezone } = await store.identify(signal);
  const event = await store.readEvent(wooProductId, signal);
  return {
    siteUrl,
    tablePrefix,
    ownTimezone,
    productCreatedAtUtc: event.createdAtUtc,
    find: async (ids) => await store.findStore(event, ids, signal),
    figures: async () => await store.orderFigures(signal),
  };
}

/** The comment with which the key of a set of credentials is marked in an `authorized_keys`. */
export function keyComment(setName: string): string {
  return `taquilla-${setName.toLowerCase().replace(/[^a-z\d]+/g, '-')}`;
}
