import { DRAFT_STATUSES } from '../../ticketing/status.ts';

/** Constants of ours, so that they may be put into a statement. Drafts are stored with and without prefix. */
export const DRAFTS = DRAFT_STATUSES.flatMap((status) => [`'${status}'`, `'wc-${status}'`]).join(', ');
