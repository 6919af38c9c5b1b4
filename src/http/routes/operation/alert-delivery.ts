import { type AlertDelivery, alertDeliveryShape, testAlertInput } from '../../../contract/alert.ts';
import type { Language } from '../../../vocabulary/people.ts';
import type { ApiDeps } from '../../api-deps.ts';
import type { Actor } from '../../auth/actor.ts';
import { defineEndpoint, type Endpoint } from '../../endpoints/endpoint.ts';
import { languageAsked } from '../../errors/language.ts';
import { shownDelivery } from '../../replies/shown-delivery.ts';

const MANAGEMENT = '/api/v1/sync-woocommerce/management/';
const TESTS_SHOWN = 20;

/** The channels of alerts, and whether messages arrive. */
export function alertDeliveryEndpoints({ alerts }: ApiDeps): readonly Endpoint[] {
  const show = async (actor: Actor, language: Language): Promise<AlertDelivery> => {
    const { mail, webhook } = await alerts.channels();
    return {
      mail: mail === null ? null : { from: mail.from, recipients: [...mail.recipients] },
      webhook,
      tests: (await alerts.listTests(TESTS_SHOWN)).map((one) => shownDelivery(one, actor, language)),
    };
  };
  return [
    defineEndpoint({
      method: 'GET',
      path: `${MANAGEMENT}alert-delivery/`,
      name: 'management.alert-delivery',
      summary: 'The channels and recipients of alerts, and the results of the newest test messages.',
      access: 'superuser',
      visibleTo: 'superuser',
      reply: alertDeliveryShape,
      handle: async ({ actor, request }) => await show(actor, languageAsked(request)),
    }),
    defineEndpoint({
      method: 'POST',
      path: `${MANAGEMENT}test-alert/`,
      name: 'management.test-alert',
      summary:
        'Send a test message to all recipients of this channel; `alert-delivery/` shows whether it was sent.',
      access: 'superuser',
      visibleTo: 'superuser',
      status: 202,
      conflicts: true,
      limit: 'connection-test',
      body: testAlertInput,
      reply: alertDeliveryShape,
      async handle({ body, actor, request }) {
        await alerts.sendTest(body.channel);
        return await show(actor, languageAsked(request));
      },
    }),
  ];
}
