import { createContext, useContext } from 'react';
import type { CredentialsReply } from '../../../../src/contract/credentials.ts';

interface CredentialsFormFacts {
  /** The stored set; null if the form creates a new one. */
  readonly before: CredentialsReply | null;
  /** true if the connection would lead to another place, so that stored secrets must be entered again. */
  readonly moved: boolean;
}

export const CredentialsFormContext = createContext<CredentialsFormFacts>({ before: null, moved: false });

export function useCredentialsForm(): CredentialsFormFacts {
  return useContext(CredentialsFormContext);
}
