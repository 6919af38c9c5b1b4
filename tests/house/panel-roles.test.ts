import { expect, test } from 'vitest';
import { canBe } from '../../admin/src/configurations/moves.ts';
import { may, type Role } from '../../admin/src/roles.ts';
import { requireStatus } from '../../src/configurations/allowed-actions.ts';
import type { ApiDeps } from '../../src/http/api-deps.ts';
import type { Live } from '../../src/http/live/live.ts';
import { apiEndpoints } from '../../src/http/routes/api-endpoints.ts';

const RANK: Readonly<Record<Role, number>> = { viewer: 0, operator: 1, superuser: 2 };
const ROLES: readonly Role[] = ['viewer', 'operator', 'superuser'];

// None of it is used until a request arrives.
const endpoints = apiEndpoints({ stores: {}, carrier: {} } as unknown as ApiDeps, {} as Live);

/** The API operation for the panel's `action` on `resource`. */
const OPERATIONS: Readonly<Record<string, string>> = {
  'configurations list': 'configurations.list',
  'configurations show': 'configurations.get',
  'configurations create': 'configurations.create',
  'configurations edit': 'configurations.change',
  'configurations delete': 'configurations.delete',
  'configurations trigger': 'configurations.trigger',
  'configurations pause': 'configurations.pause',
  'configurations resume': 'configurations.resume',
  'configurations live': 'configurations.live',
  'executions list': 'executions.list',
  'executions cancel': 'executions.cancel',
  'executions retry': 'executions.retry',
  'conflicts list': 'conflicts.list',
  'conflicts settle': 'conflicts.keep-ours',
  'credentials list': 'credentials.list',
  'credentials show': 'credentials.get',
  'credentials create': 'credentials.create',
  'credentials edit': 'credentials.change',
  'credentials delete': 'credentials.delete',
  'credentials test': 'credentials.test-connection',
  'alerts list': 'alerts.list',
  'alert-delivery list': 'management.alert-delivery',
  'alerts acknowledge': 'alerts.acknowledge',
  'users list': 'users.list',
  'users create': 'users.create',
  'users edit': 'users.change',
  'audit list': 'audit.list',
  'tokens list': 'tokens.list',
  'tokens create': 'tokens.create',
  'tokens delete': 'tokens.revoke',
  'events list': 'events.list',
  'events edit': 'events.change',
  'ticket-tiers edit': 'ticket-tiers.change',
  'tickets edit': 'tickets.change',
  'events retire': 'events.retire',
  'orders list': 'orders.list',
  'orders sync': 'orders.sync',
  'tickets list': 'tickets.list',
  'tickets check-in': 'tickets.check-in',
};

test.each(Object.entries(OPERATIONS))('%s is offered to the roles that %s accepts', (asked, name) => {
  const [resource = '', action = ''] = asked.split(' ');
  const endpoint = endpoints.find((one) => one.name === name);
  if (endpoint === undefined || endpoint.access === 'public') throw new Error(`no operation ${name}`);
  const { access, visibleTo = 'viewer' } = endpoint;
  const answered = ROLES.filter((role) => RANK[role] >= RANK[access] && RANK[role] >= RANK[visibleTo]);
  expect(ROLES.filter((role) => may(role, resource, action))).toEqual(answered);
});

test.each(['trigger', 'pause', 'resume', 'enable', 'disable'] as const)(
  '%s is offered for configurations in exactly the states in which the API accepts it',
  (action) => {
    for (const status of ['active', 'paused', 'error', 'disabled'] as const) {
      const isDone = (): boolean => {
        try {
          requireStatus(status, action);
          return true;
        } catch {
          return false;
        }
      };
      expect([status, canBe(action, status)]).toEqual([status, isDone()]);
    }
  },
);
