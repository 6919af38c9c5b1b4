import { createContext, useContext } from 'react';
import type { CredentialsReply } from '../../../../src/contract/credentials.ts';

interface CredentialsFormFacts {
  /** As it is kept; null: it is a new set. */
  readonly before: CredentialsReply | null;
  /** It would lead elsewhere: secrets that are kept must be given anew. */
  readonly moved: boolean;
}

export const CredentialsFormContext = createContext<CredentialsFormFacts>({ before: null, moved: false });

export function useCredentialsForm(): CredentialsFormFacts {
  return useContext(CredentialsFormContext);
}
