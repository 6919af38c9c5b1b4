import { endAllAccess } from '../../backend/access/end-access.ts';
import { resetPassword } from '../../backend/access/reset-password.ts';
import { createUser, noSuchUser } from '../../backend/access/user-records.ts';
import { inTransaction } from '../../backend/database.ts';
import {
  countUsers,
  findUser,
  listUsers,
  lockUser,
  type UserListRow,
  type UserOptions,
  updateUser,
} from '../../backend/lists/user-list.ts';
import { tellOfWork } from '../../backend/records/work-notice.ts';
import { newUserInput, roleShape, userInput, userPageShape, userShape } from '../../contract/auth.ts';
import { flagInput, listQuery } from '../../contract/page.ts';
import { idParams } from '../../contract/scalars.ts';
import { AppError } from '../../kernel/errors.ts';
import { invalidField } from '../../kernel/field-faults.ts';
import type { Actor } from '../access/actor.ts';
import { lockActing } from '../access/lock-acting.ts';
import { hashNewPassword } from '../access/new-password.ts';
import type { ApiDeps } from '../api-deps.ts';
import { defineEndpoint, type Endpoint } from '../endpoint.ts';
import { answerPage, baseUrl } from '../paging.ts';

const USERS = '/api/v1/auth/users/';
const userPatch = userInput.partial();
type UserPatch = (typeof userPatch)['_output'];

const userQuery = listQuery({ role: roleShape.optional(), is_active: flagInput.optional() }, []).omit({
  ordering: true,
});

/** Superusers manage users. Nobody is deleted, since what they did stays theirs: they are switched off. */
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
      // What is absent from the body stays as it is now, not as it was before somebody else changed it.
      const present = await lockUser(tx, id);
      if (present === null) throw noSuchUser();
      const options = merged(present, body);
      const stays = options.role === 'superuser' && options.isActive;
      if (!stays && superusers.length === 1 && superusers[0] === id)
        throw invalidField('role', 'last_superuser');
      if (!(await updateUser(tx, id, options, now()))) throw invalidField('email', 'taken');
      if (!options.isActive) await endAllAccess(tx, id, 'deactivated', now());
      if (passwordHash !== null) {
        await resetPassword(tx, { id, email: options.email }, passwordHash, { publicUrl, now: now() });
        await tellOfWork(tx);
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
          if (present === null) throw new Error('a user who was just made is not there');
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
      summary: 'Change a user; what is not required and absent stays.',
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
      summary: 'Change what is given of a user.',
      ...facts,
      sessionOnly: true,
      params: idParams,
      body: userPatch,
      handle: async ({ actor, params, body }) => await change(actor, params.id, body),
    }),
  ];
}

function merged(present: UserListRow, body: UserPatch): UserOptions {
  return {
    email: body.email ?? present.email,
    name: body.name === undefined ? present.name : body.name,
    role: body.role ?? present.role,
    seesPersonalData: body.sees_personal_data ?? present.sees_personal_data,
    isActive: body.is_active ?? present.is_active,
    wantsAlerts: body.wants_alerts ?? present.wants_alerts,
    language: body.language ?? present.language,
  };
}
