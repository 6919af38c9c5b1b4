import { z } from 'zod';
import { flagInput, listQuery, pageOf } from './page.ts';
import { idShape, instantShape } from './scalars.ts';

const ALERT_KINDS = [
  'store_unreachable',
  'credentials_failing',
  'sync_failed',
  'proof_unverified',
  'sync_stale',
  'password_unprotected',
  'sign_ins_failing',
] as const;

/** Something that is wrong, from its first sign until it is over. */
export const alertShape = z.object({
  id: idShape,
  kind: z.enum(ALERT_KINDS),
  /** What all of it has in common: `store:<credentials>`, `configuration:<id>`, `sign-ins` … */
  cause: z.string(),
  credentials: idShape.nullable(),
  error_code: z.string().nullable(),
  error_message: z.string().nullable(),
  occurrences: z.int(),
  configurations: z.array(z.object({ id: idShape, name: z.string(), execution: idShape.nullable() })),
  opened_at: instantShape,
  last_seen_at: instantShape,
  resolved_at: instantShape.nullable(),
  acknowledged_at: instantShape.nullable(),
  acknowledged_by_name: z.string().nullable(),
});
export type Alert = z.infer<typeof alertShape>;
export const alertPageShape = pageOf(alertShape);

export const alertQuery = listQuery(
  {
    kind: z.enum(ALERT_KINDS).optional(),
    open: flagInput.optional(),
    acknowledged: flagInput.optional(),
  },
  [],
).omit({ ordering: true, search: true });
