import { useGetList } from 'react-admin';
import type { Token } from '../../../src/contract/access/auth.ts';

/** More than any user has: the service allows 50 valid tokens for each. */
const ALL = 200;

/** The valid tokens of a user, the newest first; null means the signed-in user. */
export function useValidTokens(userId: string | null) {
  return useGetList<Token>(userId === null ? 'tokens' : 'user-tokens', {
    filter: { valid: true, ...(userId === null ? {} : { user: userId }) },
    pagination: { page: 1, perPage: ALL },
    sort: { field: 'created_at', order: 'DESC' },
  });
}
