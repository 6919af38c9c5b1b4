import { emailInput } from '../../contract/scalars.ts';
import { AppError } from '../../kernel/errors.ts';

/**
 * An e-mail address as a person types it.
 *
 * @throws invalid `user.malformed-email`
 */
export function parseEmail(typed: string): string {
  const parsed = emailInput.safeParse(typed.trim());
  if (parsed.success) return parsed.data;
  throw new AppError({
    kind: 'invalid',
    code: 'user.malformed-email',
    message: 'This is not an e-mail address.',
  });
}
