import { z } from 'zod';

/**
 * Every error body: RFC 9457 `application/problem+json` with a code that programs may rely on. Faults of a
 * body or a query are in `errors` by field, and each field is repeated beside it, where clients of Django
 * REST framework look for it; faults of no single field are in `non_field_errors`.
 */
export const problemShape = z.looseObject({
  type: z.literal('about:blank'),
  /** The HTTP status as text. */
  title: z.string(),
  status: z.int(),
  /** Stable: `backend.not-migrated`. */
  code: z.string(),
  /** One sentence for people. */
  detail: z.string(),
  /** The same as `detail`, for clients of the old API. */
  error: z.string(),
  errors: z.record(z.string(), z.array(z.string())),
  /** The address of the object that prevents this, such as the running execution. */
  instance: z.string().nullable(),
  /** The service's log has it too. */
  request_id: z.string(),
});
export type Problem = z.infer<typeof problemShape>;

/** No writable field may have one of these names, because its faults would hide these members. */
export const RESERVED_FIELDS: ReadonlySet<string> = new Set(Object.keys(problemShape.shape));
