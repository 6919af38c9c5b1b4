import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';

const ADDRESS = z.email().max(254);

/**
 * An e-mail address as a person types it.
 *
 * @throws invalid `user.malformed-email`
 */
export function parseEmail(typed: string): string {
  const parsed = ADDRESS.safeParse(typed.trim());
  if (parsed.success) return parsed.data;
  throw new AppError({
    kind: 'invalid',
    code: 'user.malformed-email',
    message: 'This is not an e-mail address.',
  });
}
