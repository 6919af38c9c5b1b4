import { DRAFT_STATUSES } from '../../ticketing/status.ts';

/** Our own constants, which are safe in a statement. Drafts are stored with and without prefix. */
export const DRAFTS = DRAFT_STATUSES.flatMap((status) => [`'${status}'`, `'wc-${status}'`]).join(', ');
