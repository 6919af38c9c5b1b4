import { z } from 'zod';

/**
 * Every error body: RFC 9457 `application/problem+json` with a code that programs may rely on. The faults of a
 * body or a query are in `errors` by field, and each field once more beside it, where clients of Django REST
 * framework look for it; what concerns no single field is `non_field_errors`.
 */
export const problemShape = z.looseObject({
  type: z.literal('about:blank'),
  /** The HTTP status in words. */
  title: z.string(),
  status: z.int(),
  /** Stable: `backend.not-migrated`. */
  code: z.string(),
  /** One sentence for people. */
  detail: z.string(),
  /** The same as `detail`, where clients of the old API look for it. */
  error: z.string(),
  errors: z.record(z.string(), z.array(z.string())),
  /** Address of what prevents this: the execution that runs. */
  instance: z.string().nullable(),
  /** The service's log has it too. */
  request_id: z.string(),
});
export type Problem = z.infer<typeof problemShape>;

/** The faults of a field that is called so are in `errors` alone: beside it they would hide these. */
export const RESERVED_FIELDS: ReadonlySet<string> = new Set(Object.keys(problemShape.shape));
