import { inTransaction } from '../../../backend/database.ts';
import { resetSecondFactor } from '../../../backend/second-factor/reset-second-factor.ts';
import {
  readSecondFactorDemand,
  setSecondFactorDemand,
} from '../../../backend/sign-in/access-settings-records.ts';
import { findUser } from '../../../backend/users/user-list.ts';
import { noSuchUser } from '../../../backend/users/user-records.ts';
import { notifyOfWork } from '../../../backend/work-notice.ts';
import { accessSettingsInput, accessSettingsShape } from '../../../contract/access/account.ts';
import { idParams } from '../../../contract/scalars.ts';
import { AppError } from '../../../kernel/errors.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { lockActing } from '../../auth/lock-acting.ts';
import { defineEndpoint, type Endpoint } from '../../endpoints/endpoint.ts';

const AUTH = '/api/v1/auth/';

/** Decisions of superusers about second factors: who must have one, and removing a user's. */
export function secondFactorRuleEndpoints({ db, now, publicUrl }: ApiDeps): readonly Endpoint[] {
  const superusers = { access: 'superuser', visibleTo: 'superuser' } as const;
  return [
    defineEndpoint({
      method: 'GET',
      path: `${AUTH}access-settings/`,
      name: 'access-settings.get',
      summary: 'The rules of access.',
      ...superusers,
      reply: accessSettingsShape,
      handle: async () => ({ second_factor_required_for: await readSecondFactorDemand(db) }),
    }),
    defineEndpoint({
      method: 'PATCH',
      path: `${AUTH}access-settings/`,
      name: 'second-factor.require',
      summary: 'Set whether superusers need a second factor.',
      ...superusers,
      sessionOnly: true,
      body: accessSettingsInput,
      reply: accessSettingsShape,
      async handle({ body, actor }) {
        await inTransaction(db, async (tx) => {
          await lockActing(tx, actor);
          await setSecondFactorDemand(tx, body.second_factor_required_for);
        });
        return body;
      },
    }),
    defineEndpoint({
      method: 'POST',
      path: `${AUTH}users/:id/reset-second-factor/`,
      name: 'second-factor.reset',
      summary: "Remove another user's second factor. Ends that user's sessions.",
      ...superusers,
      sessionOnly: true,
      status: 204,
      conflicts: true,
      params: idParams,
      async handle({ params, actor }) {
        if (params.id === actor.userId) throw ownSecondFactor();
        const user = await findUser(db, params.id);
        if (user === null) throw noSuchUser();
        await inTransaction(db, async (tx) => {
          await lockActing(tx, actor);
          await resetSecondFactor(tx, user, { publicUrl, now: now() });
          await notifyOfWork(tx);
        });
      },
    }),
  ];
}

function ownSecondFactor(): AppError {
  return new AppError({
    code: 'auth.second-factor-own',
    message: 'Turn off your own two-step sign-in on the account page.',
  });
}
