import { z } from 'zod';

/**
 * The body of every error: RFC 9457 `application/problem+json`, with a code on which programs may rely. Faults
 * of a body or a query are in `errors` by field. Each field is repeated next to `errors`, where clients of
 * Django REST framework look for it. Faults that belong to no single field are in `non_field_errors`.
 */
export const problemShape = z.looseObject({
  type: z.literal('about:blank'),
  /** The HTTP status as text. */
  title: z.string(),
  status: z.int(),
  /** A stable code, such as `backend.not-migrated`. */
  code: z.string(),
  /** One sentence for people. */
  detail: z.string(),
  /** The same as `detail`, for clients of the old API. */
  error: z.string(),
  errors: z.record(z.string(), z.array(z.string())),
  /** The address of the object that prevents this, such as the running execution. */
  instance: z.string().nullable(),
  /** The id of the request, which the service's log contains as well. */
  request_id: z.string(),
});
export type Problem = z.infer<typeof problemShape>;

/** Names of members that no writable field may have, because its faults would overwrite them. */
export const RESERVED_FIELDS: ReadonlySet<string> = new Set(Object.keys(problemShape.shape));
