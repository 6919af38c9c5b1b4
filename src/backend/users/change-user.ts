import { invalidField } from '../../kernel/field-faults.ts';
import type { Transaction } from '../database.ts';
import { endAllAccess } from '../sign-in/end-access.ts';
import { lockUser, type UserListRow, type UserOptions, updateUser } from './user-list.ts';
import { noSuchUser } from './user-records.ts';

/**
 * Changes a user. A deactivated user loses every session and every API token.
 *
 * @param superusers all superusers, locked until the transaction ends, so that at least one always remains
 * @param change gets the present values of the user, which may include a concurrent change
 * @throws missing `user.none`; invalid `http.invalid-request`
 */
export async function changeUser(
  tx: Transaction,
  id: string,
  superusers: readonly string[],
  change: (present: UserListRow) => UserOptions,
  now: Date,
): Promise<UserOptions> {
  const present = await lockUser(tx, id);
  if (present === null) throw noSuchUser();
  const options = change(present);
  const stays = options.role === 'superuser' && options.isActive;
  if (!stays && superusers.length === 1 && superusers[0] === id) throw invalidField('role', 'last_superuser');
  if (!(await updateUser(tx, id, options, now))) throw invalidField('email', 'taken');
  if (!options.isActive) await endAllAccess(tx, id, 'deactivated', now);
  return options;
}

/** The fields of the user that may be changed. */
export function optionsOf(present: UserListRow): UserOptions {
  return {
    email: present.email,
    name: present.name,
    role: present.role,
    seesPersonalData: present.sees_personal_data,
    isActive: present.is_active,
    wantsAlerts: present.wants_alerts,
    language: present.language,
  };
}
