import { type Database, inTransaction } from '../../backend/database.ts';
import { endOtherAccess } from '../../backend/sign-in/end-access.ts';
import { lockSignedIn } from '../../backend/sign-in/session-records.ts';
import { ownTokenIds } from '../../backend/sign-in/token-records.ts';
import { lockUser, updateUser } from '../../backend/users/user-list.ts';
import { setPasswordHash } from '../../backend/users/user-records.ts';
import { AppError } from '../../kernel/errors.ts';
import { invalidField } from '../../kernel/field-faults.ts';
import type { Language } from '../../vocabulary/people.ts';
import type { Actor } from './actor.ts';
import { notSignedIn } from './authenticate.ts';
import { checkLogin } from './login.ts';
import { hashNewPassword } from './new-password.ts';
import type { LoginDeps } from './sign-in-attempt.ts';

export function requireUserId({ userId }: Pick<Actor, 'userId'>): string {
  if (userId === null) throw new Error('no user is signed in');
  return userId;
}

/** Changes the settings that users may change themselves, and no others. */
export async function changeOwn(
  db: Database,
  userId: string,
  given: { readonly name?: string | null | undefined; readonly language?: Language | undefined },
  now: Date,
): Promise<void> {
  await inTransaction(db, async (tx) => {
    const present = await lockUser(tx, userId);
    if (present === null) throw new Error('the signed-in user does not exist');
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
 * Changes the user's own password after checking the present one, because a browser may have been left open.
 * Guesses count as failed sign-ins of this session alone, so that they block no other sign-in. The user's
 * other sessions end, and so does every API token that `keep_tokens` does not name.
 *
 * @throws invalid `http.invalid-request`; denied `auth.throttled`; denied `auth.not-signed-in` where the session ended
 *   or somebody else changed the password while the request was running
 */
export async function changeOwnPassword(
  deps: LoginDeps,
  actor: Actor,
  given: {
    readonly current_password: string;
    readonly password: string;
    readonly keep_tokens?: readonly string[] | undefined;
  },
  address: string,
): Promise<void> {
  const userId = requireUserId(actor);
  const email = actor.email ?? '';
  const keptIds = given.keep_tokens ?? [];
  await requireOwnTokens(deps.db, userId, keptIds);
  const login = { email, password: given.current_password, address, session: actor.id };
  const checked = await checkLogin(deps, login).catch((thrown: unknown) => {
    throw thrown instanceof AppError && thrown.code === 'auth.wrong-login'
      ? wrongCurrentPassword(thrown)
      : thrown;
  });
  const passwordHash = await hashNewPassword(given.password, email);
  await inTransaction(deps.db, async (tx) => {
    const found = await lockSignedIn(tx, userId, actor.id);
    // If a reset came in between, it has priority: then the old password cannot set a new one.
    if (found?.passwordHash !== checked.passwordHash) throw notSignedIn();
    await setPasswordHash(tx, userId, passwordHash);
    await endOtherAccess(tx, userId, { sessionId: actor.id, tokenIds: keptIds }, deps.now());
  });
}

/** With a misspelt id, the token that its owner wants to keep would end. */
async function requireOwnTokens(db: Database, userId: string, ids: readonly string[]): Promise<void> {
  const own = await ownTokenIds(db, userId, ids);
  const unknown = ids.find((id) => !own.has(id.toLowerCase()));
  if (unknown !== undefined) throw invalidField('keep_tokens', 'no_such_token', unknown);
}

/** The reply names the field, for the form. The error's cause lets the audit log record a failed sign-in. */
function wrongCurrentPassword(cause: AppError): AppError {
  const { code, message, details } = invalidField('current_password', 'wrong_password');
  return new AppError({ code, message, details, cause });
}
