import { createContext, useContext } from 'react';
import type { CredentialsReply } from '../../../../src/contract/credentials.ts';

interface CredentialsFormFacts {
  /** As it is kept; null: it is a new set. */
  readonly before: CredentialsReply | null;
  /** The connection would go elsewhere: stored secrets must be entered again. */
  readonly moved: boolean;
}

export const CredentialsFormContext = createContext<CredentialsFormFacts>({ before: null, moved: false });

export function useCredentialsForm(): CredentialsFormFacts {
  return useContext(CredentialsFormContext);
}
