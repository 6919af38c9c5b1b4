import { z } from 'zod';

/**
 * `GET /healthz`: the process answers. It does not check other services, because restarting the process would
 * not repair them.
 */
export const healthShape = z.object({ status: z.literal('ok'), version: z.string() });
export type Health = z.infer<typeof healthShape>;

/**
 * `GET /readyz`: the database answers and is migrated, and for a worker or a scheduler the queue answers.
 * Otherwise the reply is a problem with status 503.
 */
export const readinessShape = z.object({ status: z.literal('ready') });
export type Readiness = z.infer<typeof readinessShape>;
