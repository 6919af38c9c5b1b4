import type { Transaction } from '../../backend/database.ts';
import { lockSignedIn } from '../../backend/sign-in/session-records.ts';
import { lockSuperusers } from '../../backend/users/user-list.ts';
import type { Actor } from './actor.ts';
import { noSuchObject } from './actor.ts';
import { notSignedIn } from './authenticate.ts';
import { requireUserId } from './own-account.ts';

/**
 * Locks all superusers, including the one who sent the request, and returns their ids. A request must not
 * change accounts if its session ended or its role was withdrawn while it was running.
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
