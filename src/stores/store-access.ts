import type { OpenedCredentials } from '../backend/credentials/credentials-model.ts';
import type { AskedStore } from '../configurations/ask-store.ts';
import type { Language } from '../vocabulary/people.ts';
import type { Hop } from '../woocommerce/connect/connect-step.ts';
import { generateKeyPair, requireUsableKeys } from '../woocommerce/connect/ssh/ssh-key.ts';
import { adviceFor, adviceTexts } from '../woocommerce/diagnose/advice.ts';
import { diagnose } from '../woocommerce/diagnose/diagnose.ts';
import type { Diagnosis, DiagnosisStepName } from '../woocommerce/diagnose/diagnosis.ts';
import type { WooStore } from '../woocommerce/woo-store.ts';
import { loginOf, openStoredStore, type StoredStores, storedLogin } from './stored-store.ts';

/** What the service asks of stores while a person waits: which store it is, what it sells, how it is reached. */
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
    products: async (credentialsId: string, signal: AbortSignal) =>
      await within(credentialsId, async (store) => await store.listEventProducts(signal)),
    testStored: async (credentialsId: string, signal: AbortSignal): Promise<Diagnosis> => {
      const { login } = await storedLogin(stores, credentialsId);
      return await diagnose(login, { signal, now, log });
    },
    test: async ({ credentials, secrets }: OpenedCredentials, signal: AbortSignal): Promise<Diagnosis> => {
      const { reach, ...choice } = loginOf(credentials, secrets, stores);
      // Nothing of a way that is only tried is remembered.
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

/** What a store is asked by those who compare it with what is held. */
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

/** By which one recognises the key of a set in an `authorized_keys`. */
export function keyComment(setName: string): string {
  return `taquilla-${setName.toLowerCase().replace(/[^a-z\d]+/g, '-')}`;
}
