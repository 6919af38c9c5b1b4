import { DRAFT_STATUSES } from '../../ticketing/status.ts';

/**
 * The statuses of drafts, as constants that are safe in a statement. Drafts are stored with and without prefix.
 */
export const DRAFTS = DRAFT_STATUSES.flatMap((status) => [`'${status}'`, `'wc-${status}'`]).join(', ');
