import {
  readSecondFactorDemand,
  setSecondFactorDemand,
} from '../../backend/access/access-settings-records.ts';
import { resetSecondFactor } from '../../backend/access/reset-second-factor.ts';
import { inTransaction } from '../../backend/database.ts';
import { findUser } from '../../backend/lists/user-list.ts';
import { tellOfWork } from '../../backend/records/work-notice.ts';
import { accessSettingsInput, accessSettingsShape } from '../../contract/account.ts';
import { idParams } from '../../contract/scalars.ts';
import { AppError } from '../../kernel/errors.ts';
import { lockActing } from '../access/lock-acting.ts';
import type { ApiDeps } from '../api-deps.ts';
import { defineEndpoint, type Endpoint } from '../endpoint.ts';

const AUTH = '/api/v1/auth/';

/** What superusers decide about second factors: who must have one, and whose is taken away. */
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
      summary: 'Demand a second factor of superusers, or of nobody.',
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
      summary: "Take another user's second factor away. Ends that user's sessions.",
      ...superusers,
      sessionOnly: true,
      status: 204,
      conflicts: true,
      params: idParams,
      async handle({ params, actor }) {
        if (params.id === actor.userId) {
          throw refused('auth.second-factor-own', 'Turn off your own two-step sign-in on the account page.');
        }
        const user = await findUser(db, params.id);
        if (user === null) {
          throw new AppError({ kind: 'missing', code: 'user.none', message: 'There is no such user.' });
        }
        await inTransaction(db, async (tx) => {
          await lockActing(tx, actor);
          if (!(await resetSecondFactor(tx, user, { publicUrl, now: now() }))) {
            throw refused('auth.second-factor-not-on', 'Two-step sign-in is not on.');
          }
          await tellOfWork(tx);
        });
      },
    }),
  ];
}

function refused(code: string, message: string): AppError {
  return new AppError({ kind: 'conflict', code, message });
}
