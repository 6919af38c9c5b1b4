import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { RecoveryCodes, SecondFactor, SetUpReply } from '../../../src/contract/access/account.ts';
import { useMe } from '../auth/session.ts';
import { call } from '../data-provider.ts';

const FACTOR = '/api/v1/auth/second-factor/';
const KEY = 'second-factor';

/** Fetched each time that it is shown, because a sign-in with a recovery code changes it. */
export function useSecondFactor() {
  const { id } = useMe();
  return useQuery({
    queryKey: [KEY, id],
    queryFn: async () => await call<SecondFactor>(FACTOR),
    staleTime: 0,
  });
}

/** Fetches the state again. */
export function useFactorChanged(): () => Promise<void> {
  const queries = useQueryClient();
  return async () => await queries.invalidateQueries({ queryKey: [KEY] });
}

export interface Proof {
  readonly password: string;
  readonly one_time_code: string;
}

export const beginSetUp = async (password: string): Promise<SetUpReply> =>
  await call<SetUpReply>(`${FACTOR}set-up/`, { method: 'POST', body: { password } });

export const confirmSetUp = async (one_time_code: string): Promise<readonly string[]> =>
  (await call<RecoveryCodes>(`${FACTOR}confirm/`, { method: 'POST', body: { one_time_code } }))
    .recovery_codes;

export const renewCodes = async (body: Proof): Promise<readonly string[]> =>
  (await call<RecoveryCodes>(`${FACTOR}recovery-codes/`, { method: 'POST', body })).recovery_codes;

export const removeFactor = async (body: Proof): Promise<void> => {
  await call(`${FACTOR}remove/`, { method: 'POST', body });
};
