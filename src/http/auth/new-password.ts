import { hashPassword, refuseWeakPassword } from '../../backend/users/password-hash.ts';
import { AppError } from '../../kernel/errors.ts';
import { invalidField } from '../../kernel/field-faults.ts';

/** @throws invalid `http.invalid-request`: the password is too easy to guess */
export async function hashNewPassword(password: string, email: string): Promise<string> {
  try {
    refuseWeakPassword(password, email);
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'user.weak-password') throw thrown;
    throw invalidField('password', 'weak_password', thrown.message);
  }
  return await hashPassword(password);
}
