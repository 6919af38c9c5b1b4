type LeastRole = 'public' | 'viewer' | 'operator' | 'superuser';

/**
 * Who may use an operation of the API, and what its reply may show. Written by hand: the tests compare the API with
 * it.
 */
export interface AccessRow {
  /** The lowest role that may use it. public: no sign-in is needed. */
  readonly role: LeastRole;
  /** The lowest role that may know of it: lower ones get 404. */
  readonly visibleTo: LeastRole;
  /** Only a person who signed in may use it: an API token gets 403. */
  readonly sessionOnly: boolean;
  /** Its reply shows buyers or attendees to callers who may see them. */
  readonly personal: boolean;
  /** It does not serve a page of another site, although it needs no sign-in. */
  readonly sameSite: boolean;
  /** It needs a state that other tests set up: here a role that may use it gets 409. */
  readonly conflicts: boolean;
}

type Facts = Partial<Omit<AccessRow, 'role'>>;

function row(role: LeastRole, facts: Facts = {}): AccessRow {
  const usual = { visibleTo: role === 'public' ? role : 'viewer', sessionOnly: false } as const;
  return { ...usual, personal: false, sameSite: false, conflicts: false, ...facts, role };
}

const PERSONAL: Facts = { personal: true };
const SIGNED_IN: Facts = { sessionOnly: true };
/** Hosts of stores, and the settings for connecting to them. */
const STORE: Facts = { visibleTo: 'operator' };
const HIDDEN: Facts = { visibleTo: 'superuser' };
const FACTOR: Facts = { sessionOnly: true, conflicts: true };

/** By `operationId`. The test fails for an operation of the document without a line here. */
export const ACCESS_TABLE: Readonly<Record<string, AccessRow>> = {
  'session.login': row('public', { sameSite: true }),
  'session.logout': row('viewer'),
  'session.me': row('viewer'),
  'session.change-me': row('viewer', SIGNED_IN),
  'session.change-password': row('viewer', SIGNED_IN),
  'tokens.list': row('viewer', SIGNED_IN),
  'tokens.create': row('viewer', SIGNED_IN),
  'tokens.revoke': row('viewer', SIGNED_IN),
  'tokens.confirm': row('viewer', SIGNED_IN),

  'session.options': row('public'),
  'account.password-reset-requested': row('public'),
  'account.password-reset': row('public'),
  'second-factor.get': row('viewer', SIGNED_IN),
  'second-factor.set-up': row('viewer', SIGNED_IN),
  'second-factor.confirm': row('viewer', FACTOR),
  'second-factor.renew-recovery-codes': row('viewer', FACTOR),
  'second-factor.remove': row('viewer', FACTOR),
  'access-settings.get': row('superuser', HIDDEN),
  'second-factor.require': row('superuser', { ...HIDDEN, ...SIGNED_IN }),
  'second-factor.reset': row('superuser', { ...HIDDEN, ...FACTOR }),

  'management.alert-delivery': row('superuser', HIDDEN),
  'management.test-alert': row('superuser', { ...HIDDEN, conflicts: true }),

  'configurations.list': row('viewer'),
  'configurations.create': row('superuser'),
  'configurations.get': row('viewer'),
  'configurations.replace': row('superuser'),
  'configurations.change': row('superuser'),
  'configurations.delete': row('superuser'),
  'configurations.compare-store': row('operator'),
  'configurations.confirm-store': row('superuser', { conflicts: true }),
  'configurations.trigger': row('operator'),
  'configurations.live': row('operator'),
  'configurations.pause': row('operator'),
  'configurations.resume': row('operator'),
  'configurations.enable': row('superuser'),
  'configurations.disable': row('superuser'),
  'configurations.bulk-frequency': row('superuser'),
  'configurations.test-connection': row('operator'),
  'configurations.executions': row('viewer'),
  'configurations.rejects': row('viewer', PERSONAL),
  'configurations.notes': row('viewer', PERSONAL),
  'configurations.explain': row('viewer', PERSONAL),
  'configurations.settings-effects': row('viewer'),
  'configurations.products-preview': row('operator'),
  'configurations.preview': row('operator', { conflicts: true }),
  'previews.list': row('viewer'),
  'previews.get': row('viewer'),
  'previews.run': row('operator'),

  'credentials.list': row('operator', STORE),
  'credentials.create': row('superuser', STORE),
  'credentials.get': row('operator', STORE),
  'credentials.cost': row('operator'),
  'credentials.replace': row('superuser', STORE),
  'credentials.change': row('superuser', STORE),
  'credentials.delete': row('superuser', STORE),
  'credentials.activate': row('superuser', STORE),
  'credentials.deactivate': row('superuser', STORE),
  'credentials.make-default': row('superuser', STORE),
  'credentials.confirm-host-key': row('superuser', STORE),
  'credentials.confirm-server-key': row('superuser', { ...STORE, conflicts: true }),
  'credentials.forget-server-key': row('superuser', { ...STORE, conflicts: true }),
  'credentials.test-connection': row('operator', STORE),
  'credentials.products': row('operator', STORE),
  'credentials.generate-key': row('superuser', STORE),
  'credentials.webhooks': row('operator', STORE),
  'credentials.set-up-webhooks': row('superuser', STORE),
  'credentials.remove-webhooks': row('superuser', STORE),

  'executions.list': row('viewer'),
  'executions.errors': row('viewer'),
  'executions.get': row('viewer'),
  'executions.cancel': row('operator'),
  'executions.retry': row('operator'),
  'executions.log': row('viewer'),
  'executions.changes': row('viewer', PERSONAL),
  'executions.rejects': row('viewer', PERSONAL),
  'executions.stream': row('viewer'),
  'executions.follow': row('viewer'),

  'rejects.list': row('viewer', PERSONAL),
  'rejects.get': row('viewer', PERSONAL),
  'rejects.replay': row('operator'),
  'rejects.replay-all': row('operator'),
  'rejects.dismiss': row('operator', PERSONAL),
  'removals.list': row('viewer', PERSONAL),
  'removals.get': row('viewer', PERSONAL),
  'removals.orders': row('viewer', PERSONAL),
  'removals.approve': row('operator', PERSONAL),
  'removals.reject': row('operator', PERSONAL),
  'statements.list': row('viewer'),
  'statements.open': row('viewer'),
  'statements.open-lines': row('viewer'),
  'statements.close': row('operator', { conflicts: true }),
  'statements.get': row('viewer'),
  'statements.lines': row('viewer'),
  'statements.export': row('viewer'),
  'payouts.list': row('viewer'),
  'payouts.create': row('operator'),
  'payouts.get': row('viewer'),
  'payouts.delete': row('operator'),
  'conflicts.list': row('viewer', PERSONAL),
  'conflicts.get': row('viewer', PERSONAL),
  'conflicts.keep-ours': row('operator', PERSONAL),
  'conflicts.take-theirs': row('operator', PERSONAL),
  'conflicts.acknowledge': row('operator', PERSONAL),
  'local-edits.list': row('viewer', PERSONAL),

  'alerts.list': row('viewer'),
  'alerts.get': row('viewer'),
  'alerts.acknowledge': row('operator'),

  'outbound-endpoints.list': row('operator', STORE),
  'outbound-endpoints.create': row('superuser', STORE),
  'outbound-endpoints.get': row('operator', STORE),
  'outbound-endpoints.change': row('superuser', STORE),
  'outbound-endpoints.delete': row('superuser', STORE),
  'outbound-endpoints.rotate-secret': row('superuser', STORE),
  'outbound-endpoints.deliveries': row('operator', STORE),
  'outbound-endpoints.replay': row('operator', STORE),

  'root.list': row('viewer'),
  'management.stats': row('viewer'),
  'management.health': row('viewer'),
  'management.queue-status': row('viewer'),
  'management.test-connection': row('operator'),
  'management.trigger-all': row('superuser'),
  'management.cleanup': row('superuser'),
  'management.purge-queue': row('superuser'),

  'users.list': row('superuser', HIDDEN),
  'users.get': row('superuser', HIDDEN),
  'users.create': row('superuser', { ...HIDDEN, ...SIGNED_IN }),
  'users.replace': row('superuser', { ...HIDDEN, ...SIGNED_IN }),
  'users.change': row('superuser', { ...HIDDEN, ...SIGNED_IN }),
  'users.tokens': row('superuser', { ...HIDDEN, ...SIGNED_IN }),
  'users.revoke-token': row('superuser', { ...HIDDEN, ...SIGNED_IN }),
  'users.confirm-token': row('superuser', { ...HIDDEN, ...SIGNED_IN }),
  'audit.list': row('superuser', HIDDEN),

  'organizers.list': row('viewer'),
  'organizers.retrieve': row('viewer'),
  'events.list': row('viewer'),
  'events.retrieve': row('viewer'),
  'events.change': row('operator'),
  'events.retire': row('superuser', { conflicts: true }),
  'ticket-tiers.list': row('viewer'),
  'ticket-tiers.retrieve': row('viewer'),
  'ticket-tiers.change': row('operator'),
  'orders.list': row('viewer', PERSONAL),
  'orders.retrieve': row('viewer', PERSONAL),
  'orders.history': row('viewer', PERSONAL),
  'orders.explain': row('viewer', PERSONAL),
  'orders.sync': row('operator'),
  'tickets.list': row('viewer', PERSONAL),
  'tickets.retrieve': row('viewer', PERSONAL),
  'tickets.explain': row('viewer', PERSONAL),
  'tickets.change': row('operator', PERSONAL),
  'tickets.check-in': row('operator', PERSONAL),
  'tickets.undo-check-in': row('operator', PERSONAL),
  'refunds.list': row('viewer', PERSONAL),
  'refunds.retrieve': row('viewer', PERSONAL),
  'search.find': row('viewer', PERSONAL),

  'tickets.export': row('viewer', PERSONAL),
  'orders.export': row('viewer', PERSONAL),
  'refunds.export': row('viewer', PERSONAL),
  'check-ins.export': row('viewer', PERSONAL),
  'payouts.export': row('viewer'),
  'changes.export': row('viewer', PERSONAL),
  'changes.follow': row('viewer'),
};
