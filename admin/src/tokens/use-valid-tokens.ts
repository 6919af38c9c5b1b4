import { useGetList } from 'react-admin';
import type { Token } from '../../../src/contract/access/auth.ts';

/** More than anybody has: the service allows 50 valid tokens a user. */
const ALL = 200;

/** The tokens that still open something, of a user or (null) one's own, the newest first. */
export function useValidTokens(userId: string | null) {
  return useGetList<Token>(userId === null ? 'tokens' : 'user-tokens', {
    filter: { valid: true, ...(userId === null ? {} : { user: userId }) },
    pagination: { page: 1, perPage: ALL },
    sort: { field: 'created_at', order: 'DESC' },
  });
}
