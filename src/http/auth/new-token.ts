import { type Database, inTransaction } from '../../backend/database.ts';
import { lockSignedIn } from '../../backend/sign-in/session-records.ts';
import { countTokens, createToken, type TokenRow } from '../../backend/sign-in/token-records.ts';
import { AppError } from '../../kernel/errors.ts';
import { invalidField } from '../../kernel/field-faults.ts';
import { digestOfToken, newOpaqueToken } from '../../kernel/secrets/opaque-token.ts';
import type { Role } from '../../vocabulary/people.ts';
import { type Actor, isAtLeast } from './actor.ts';
import { notSignedIn } from './authenticate.ts';
import { requireUserId } from './own-account.ts';

/** The maximum number of valid tokens. It is more than a user needs, and it limits the size of the table. */
const MOST_LIVE_TOKENS = 50;

export interface WantedToken {
  readonly name: string;
  /** Null means the role of the creator. */
  readonly role: Role | null;
  /**
   * Null means the creator's own permission for a token of the creator's role, and no personal data for a lower
   * role.
   */
  readonly seesPersonalData: boolean | null;
  readonly expiresAt: Date | null;
}

/**
 * Creates an API token with at most its creator's rights, and returns it with its row.
 *
 * @throws invalid `http.invalid-request`; conflict `auth.too-many-tokens`; denied `auth.not-signed-in` if the
 *   session ended while the request was running
 */
export async function makeToken(
  deps: { readonly db: Database; readonly now: () => Date },
  actor: Actor,
  wanted: WantedToken,
): Promise<TokenRow & { readonly token: string }> {
  const userId = requireUserId(actor);
  const role = wanted.role ?? actor.role;
  if (!isAtLeast(actor.role, role)) throw invalidField('role', 'above_own_role');
  const sees = wanted.seesPersonalData ?? (actor.seesPersonalData && role === actor.role);
  if (sees && !actor.seesPersonalData) throw invalidField('sees_personal_data', 'above_own_role');
  const now = deps.now();
  if (wanted.expiresAt !== null && wanted.expiresAt <= now) throw invalidField('expires_at', 'in_the_past');
  const token = newOpaqueToken('taq_');
  return await inTransaction(deps.db, async (tx) => {
    if ((await lockSignedIn(tx, userId, actor.id)) === null) throw notSignedIn();
    if ((await countTokens(tx, { userId, valid: true, now })) >= MOST_LIVE_TOKENS) throw tooManyTokens();
    const row = await createToken(tx, {
      userId,
      name: wanted.name,
      tokenDigest: digestOfToken(token),
      role,
      seesPersonalData: sees,
      expiresAt: wanted.expiresAt,
    });
    return { ...row, token };
  });
}

function tooManyTokens(): AppError {
  return new AppError({
    code: 'auth.too-many-tokens',
    message: `You already have ${MOST_LIVE_TOKENS} valid API tokens, the most that a user may have. Revoke unused ones first.`,
  });
}
