import { z } from 'zod';

/** Every error body: RFC 9457 `application/problem+json` with a code that programs may rely on. */
export const problemShape = z.object({
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
});
export type Problem = z.infer<typeof problemShape>;
