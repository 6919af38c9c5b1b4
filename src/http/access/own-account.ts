import { endOtherSessionsOf } from '../../backend/access/session-records.ts';
import { setPasswordHash } from '../../backend/access/user-records.ts';
import { type Database, inTransaction } from '../../backend/database.ts';
import { findUser, updateUser } from '../../backend/lists/user-list.ts';
import { AppError } from '../../kernel/errors.ts';
import { invalidField } from '../field-faults.ts';
import type { Actor } from './actor.ts';
import { checkLogin, type LoginDeps } from './login.ts';
import { hashNewPassword } from './new-password.ts';

export function requireUserId({ userId }: Pick<Actor, 'userId'>): string {
  if (userId === null) throw new Error('nobody is signed in');
  return userId;
}

/** Changes what everybody may change of themselves, and nothing else. */
export async function changeOwn(
  db: Database,
  userId: string,
  given: { readonly name?: string | null | undefined; readonly language?: 'en' | 'es' | undefined },
  now: Date,
): Promise<void> {
  await inTransaction(db, async (tx) => {
    const present = await findUser(tx, userId);
    if (present === null) throw new Error('a user who is signed in is not there');
    const options = {
      email: present.email,
      name: given.name === undefined ? present.name : given.name,
      role: present.role,
      seesPersonalData: present.sees_personal_data,
      isActive: present.is_active,
      wantsAlerts: present.wants_alerts,
      language: given.language ?? present.language,
    };
    await updateUser(tx, userId, options, now);
  });
}

/**
 * Changes one's own password with the help of the present one: a browser that was left open is not enough. Guesses
 * count as failed sign-ins of this session alone, so that they keep nobody from signing in.
 *
 * @throws invalid `http.invalid-request`; denied `auth.throttled`
 */
export async function changeOwnPassword(
  deps: LoginDeps,
  actor: Actor,
  given: { readonly current_password: string; readonly password: string },
  address: string,
): Promise<void> {
  const userId = requireUserId(actor);
  const email = actor.email ?? '';
  const place = { address, session: actor.id };
  await checkLogin(deps, { email, password: given.current_password, ...place }).catch((thrown: unknown) => {
    throw thrown instanceof AppError && thrown.code === 'auth.wrong-login'
      ? wrongCurrentPassword(thrown)
      : thrown;
  });
  const passwordHash = await hashNewPassword(given.password, email);
  await inTransaction(deps.db, async (tx) => {
    await setPasswordHash(tx, userId, passwordHash);
    await endOtherSessionsOf(tx, userId, actor.id);
  });
}

/** Names the field to the form; the cause tells the audit log what it was. */
function wrongCurrentPassword(cause: AppError): AppError {
  const { kind, code, message, details } = invalidField('current_password', 'wrong_password');
  return new AppError({ kind, code, message, details, cause });
}
