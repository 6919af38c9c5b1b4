import type { Transaction } from '../../backend/database.ts';
import { lockSignedIn } from '../../backend/sign-in/session-records.ts';
import { lockSuperusers } from '../../backend/users/user-list.ts';
import type { Actor } from './actor.ts';
import { noSuchObject } from './actor.ts';
import { notSignedIn } from './authenticate.ts';
import { requireUserId } from './own-account.ts';

/**
 * Locks all superusers, among them the one who asks, and answers with their ids. A request may not decide about accounts with
 * a session that ended, or a role that was taken away, while the request was under way.
 *
 * @throws denied `auth.not-signed-in`; missing `http.no-such-object`
 */
export async function lockActing(tx: Transaction, actor: Actor): Promise<readonly string[]> {
  const superusers = await lockSuperusers(tx);
  const userId = requireUserId(actor);
  if ((await lockSignedIn(tx, userId, actor.id)) === null) throw notSignedIn();
  if (!superusers.includes(userId)) throw noSuchObject();
  return superusers;
}
