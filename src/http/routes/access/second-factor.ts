import { readSecondFactor } from '../../../backend/second-factor/second-factor-records.ts';
import {
  confirmInput,
  provenInput,
  recoveryCodesShape,
  secondFactorShape,
  setUpInput,
  setUpReply,
} from '../../../contract/access/account.ts';
import { toInstantText } from '../../../kernel/time/instants.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { requireUserId } from '../../auth/own-account.ts';
import {
  beginSecondFactor,
  confirmOwnFactor,
  removeOwnFactor,
  renewRecoveryCodes,
} from '../../auth/own-second-factor.ts';
import { defineEndpoint, type Endpoint } from '../../endpoints/endpoint.ts';

const FACTOR = '/api/v1/auth/second-factor/';

/** The operations on the user's own second factor: codes of an app on a phone. */
export function secondFactorEndpoints(deps: ApiDeps): readonly Endpoint[] {
  const own = { access: 'viewer', sessionOnly: true, beforeSecondFactor: true } as const;
  return [
    defineEndpoint({
      method: 'GET',
      path: FACTOR,
      name: 'second-factor.get',
      summary: 'Whether your sign-in requires a code.',
      ...own,
      reply: secondFactorShape,
      async handle({ actor }) {
        const { confirmedAt, recoveryCodesLeft } = await readSecondFactor(deps.db, requireUserId(actor));
        return {
          enabled: confirmedAt !== null,
          confirmed_at: confirmedAt === null ? null : toInstantText(confirmedAt),
          recovery_codes_left: recoveryCodesLeft,
        };
      },
    }),
    defineEndpoint({
      method: 'POST',
      path: `${FACTOR}set-up/`,
      name: 'second-factor.set-up',
      summary:
        'Start the setup: returns a secret for an app. It is active only after one of its codes is confirmed.',
      ...own,
      conflicts: true,
      opensSecrets: true,
      body: setUpInput,
      reply: setUpReply,
      handle: async ({ actor, body, request }) =>
        await beginSecondFactor(deps, actor, { ...body, code: null, address: request.ip }),
    }),
    defineEndpoint({
      method: 'POST',
      path: `${FACTOR}confirm/`,
      name: 'second-factor.confirm',
      summary: 'Turn it on with a code of the app. Returns the recovery codes, which are shown only now.',
      ...own,
      conflicts: true,
      opensSecrets: true,
      body: confirmInput,
      reply: recoveryCodesShape,
      handle: async ({ actor, body }) => ({
        recovery_codes: [...(await confirmOwnFactor(deps, actor, body.one_time_code))],
      }),
    }),
    defineEndpoint({
      method: 'POST',
      path: `${FACTOR}recovery-codes/`,
      name: 'second-factor.renew-recovery-codes',
      summary: 'Get new recovery codes; the earlier ones no longer work.',
      ...own,
      conflicts: true,
      opensSecrets: true,
      body: provenInput,
      reply: recoveryCodesShape,
      handle: async ({ actor, body, request }) => {
        const proof = { password: body.password, code: body.one_time_code, address: request.ip };
        return { recovery_codes: [...(await renewRecoveryCodes(deps, actor, proof))] };
      },
    }),
    defineEndpoint({
      method: 'POST',
      path: `${FACTOR}remove/`,
      name: 'second-factor.remove',
      summary: 'Turn it off, with the password and a code.',
      ...own,
      status: 204,
      conflicts: true,
      opensSecrets: true,
      body: provenInput,
      handle: async ({ actor, body, request }) => {
        const proof = { password: body.password, code: body.one_time_code, address: request.ip };
        await removeOwnFactor(deps, actor, proof);
      },
    }),
  ];
}
