import { inTransaction } from '../../../backend/database.ts';
import { changeUser, optionsOf } from '../../../backend/users/change-user.ts';
import { resetPassword } from '../../../backend/users/reset-password.ts';
import {
  countUsers,
  findUser,
  listUsers,
  type UserListRow,
  type UserOptions,
  updateUser,
} from '../../../backend/users/user-list.ts';
import { createUser, noSuchUser } from '../../../backend/users/user-records.ts';
import { notifyOfWork } from '../../../backend/work-notice.ts';
import {
  newUserInput,
  roleShape,
  userInput,
  userPageShape,
  userShape,
} from '../../../contract/access/auth.ts';
import { flagInput, listQuery } from '../../../contract/page.ts';
import { idParams } from '../../../contract/scalars.ts';
import { AppError } from '../../../kernel/errors.ts';
import { invalidField } from '../../../kernel/field-faults.ts';
import type { ApiDeps } from '../../api-deps.ts';
import type { Actor } from '../../auth/actor.ts';
import { lockActing } from '../../auth/lock-acting.ts';
import { hashNewPassword } from '../../auth/new-password.ts';
import { defineEndpoint, type Endpoint } from '../../endpoints/endpoint.ts';
import { answerPage, baseUrl } from '../../replies/paging.ts';

const USERS = '/api/v1/auth/users/';
const userPatch = userInput.partial();
type UserPatch = (typeof userPatch)['_output'];

const userQuery = listQuery({ role: roleShape.optional(), is_active: flagInput.optional() }, []).omit({
  ordering: true,
});

/**
 * With these operations superusers manage users. A user can be deactivated but not deleted, because records of
 * past actions refer to the user.
 */
export function userEndpoints({ db, now, publicUrl }: ApiDeps): readonly Endpoint[] {
  const facts = { access: 'superuser', visibleTo: 'superuser', reply: userShape } as const;
  const get = async (id: string): Promise<UserListRow> => {
    const row = await findUser(db, id);
    if (row !== null) return row;
    throw noSuchUser();
  };
  const change = async (actor: Actor, id: string, body: UserPatch): Promise<UserListRow> => {
    const before = await get(id);
    const passwordHash =
      body.password === undefined ? null : await hashNewPassword(body.password, body.email ?? before.email);
    await inTransaction(db, async (tx) => {
      const superusers = await lockActing(tx, actor);
      const options = await changeUser(tx, id, superusers, (present) => merged(present, body), now());
      if (passwordHash !== null) {
        await resetPassword(tx, { id, email: options.email }, passwordHash, { publicUrl, now: now() });
        await notifyOfWork(tx);
      }
    });
    return await get(id);
  };
  return [
    defineEndpoint({
      method: 'GET',
      path: USERS,
      name: 'users.list',
      summary: 'Who may sign in.',
      ...facts,
      query: userQuery,
      reply: userPageShape,
      async handle({ query, request }) {
        const filter = {
          role: query.role ?? null,
          isActive: query.is_active ?? null,
          search: query.search ?? null,
        };
        return await answerPage(request, publicUrl, query, {
          count: async () => await countUsers(db, filter),
          rows: async (limit, offset) => await listUsers(db, filter, limit, offset),
        });
      },
    }),
    defineEndpoint({
      method: 'POST',
      path: USERS,
      name: 'users.create',
      summary: 'Let somebody in.',
      ...facts,
      sessionOnly: true,
      status: 201,
      body: newUserInput,
      async handle({ actor, body, request, reply }) {
        const passwordHash = await hashNewPassword(body.password, body.email);
        const id = await inTransaction(db, async (tx) => {
          await lockActing(tx, actor);
          const made = await createUser(tx, { email: body.email, passwordHash, role: body.role });
          const present = await findUser(tx, made.id);
          if (present === null) throw new Error('a user that was just created does not exist');
          await updateUser(tx, made.id, merged(present, body), now());
          return made.id;
        }).catch((thrown: unknown) => {
          const taken = thrown instanceof AppError && thrown.code === 'user.email-taken';
          throw taken ? invalidField('email', 'taken') : thrown;
        });
        reply.header('location', `${baseUrl(request, publicUrl)}${USERS}${id}/`);
        return await get(id);
      },
    }),
    defineEndpoint({
      method: 'GET',
      path: `${USERS}:id/`,
      name: 'users.get',
      summary: 'One user.',
      ...facts,
      params: idParams,
      handle: async ({ params }) => await get(params.id),
    }),
    defineEndpoint({
      method: 'PUT',
      path: `${USERS}:id/`,
      name: 'users.replace',
      summary: 'Change a user; optional fields that are absent stay.',
      ...facts,
      sessionOnly: true,
      params: idParams,
      body: userInput,
      handle: async ({ actor, params, body }) => await change(actor, params.id, body),
    }),
    defineEndpoint({
      method: 'PATCH',
      path: `${USERS}:id/`,
      name: 'users.change',
      summary: 'Change the given fields of a user.',
      ...facts,
      sessionOnly: true,
      params: idParams,
      body: userPatch,
      handle: async ({ actor, params, body }) => await change(actor, params.id, body),
    }),
  ];
}

function merged(present: UserListRow, body: UserPatch): UserOptions {
  const now = optionsOf(present);
  return {
    email: body.email ?? now.email,
    name: body.name === undefined ? now.name : body.name,
    role: body.role ?? now.role,
    seesPersonalData: body.sees_personal_data ?? now.seesPersonalData,
    isActive: body.is_active ?? now.isActive,
    wantsAlerts: body.wants_alerts ?? now.wantsAlerts,
    language: body.language ?? now.language,
  };
}
