import { useQueryClient } from '@tanstack/react-query';
import { useDataProvider, useNotify, useTranslate } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import type { CredentialsReply, KeyPairReply } from '../../../../src/contract/credentials.ts';
import { ApiError } from '../../api-error.ts';
import { act } from '../../data-provider.ts';
import { bodyOf, type CredentialsValues, type Hop, partsOf } from './credentials-body.ts';

/** What the form passes to the page that opens after it. */
export interface ArrivedFrom {
  /** true to start the connection test at once. */
  readonly test?: boolean;
  /** The public keys of new key pairs, which are shown only once. */
  readonly publicKeys?: readonly { readonly hop: Hop; readonly line: string }[];
}

type Faults = Readonly<Record<string, unknown>>;

/** Saves a set, creates the requested key pairs, and opens the page of the set. */
export function useSaveCredentials(
  before: CredentialsReply | null,
): (values: CredentialsValues) => Promise<Faults | undefined> {
  const provider = useDataProvider();
  const queries = useQueryClient();
  const notify = useNotify();
  const translate = useTranslate();
  const navigate = useNavigate();
  return async (values) => {
    try {
      const body = bodyOf(values, before);
      const { data } =
        before === null
          ? await provider.create<CredentialsReply>('credentials', { data: body })
          : await provider.update<CredentialsReply>('credentials', {
              id: before.id,
              data: body,
              previousData: before,
            });
      const publicKeys = await makeKeys(data.id, values);
      await queries.invalidateQueries();
      const state: ArrivedFrom = publicKeys.length > 0 ? { publicKeys } : { test: true };
      void navigate(`/credentials/${data.id}/show`, { state });
      return undefined;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      notify(translate(error.message, { _: error.message }), { type: 'error' });
      return error.body.errors;
    }
  };
}

async function makeKeys(
  id: string,
  values: CredentialsValues,
): Promise<NonNullable<ArrivedFrom['publicKeys']>> {
  const parts = partsOf(values);
  const hops = (['ssh', 'jump'] as const).filter((hop) => parts[hop] && values[`${hop}_auth`] === 'new');
  const made: { readonly hop: Hop; readonly line: string }[] = [];
  for (const hop of hops) {
    const { public_key } = await act<KeyPairReply>('credentials', id, 'generate-key', { hop });
    made.push({ hop, line: public_key });
  }
  return made;
}
