/** What an entry of the audit log may be about. */
export type AuditedKind =
  | 'alert'
  | 'configuration'
  | 'conflict'
  | 'credentials'
  | 'event'
  | 'execution'
  | 'order'
  | 'outbound_endpoint'
  | 'payout'
  | 'preview'
  | 'reject'
  | 'removal'
  | 'statement'
  | 'ticket'
  | 'ticket_tier'
  | 'token'
  | 'user';

/** Every action that the audit log knows, with the kind of its object; null if it has no object. */
export const AUDIT_ACTIONS = {
  'access.denied': null,
  'account.password-reset': 'user',
  'account.password-reset-requested': 'user',
  'alerts.acknowledge': 'alert',
  'configurations.bulk-frequency': null,
  'configurations.change': 'configuration',
  'configurations.confirm-store': 'configuration',
  'configurations.create': 'configuration',
  'configurations.delete': 'configuration',
  'configurations.disable': 'configuration',
  'configurations.enable': 'configuration',
  'configurations.live': 'configuration',
  'configurations.pause': 'configuration',
  'configurations.preview': 'configuration',
  'configurations.replace': 'configuration',
  'configurations.resume': 'configuration',
  'configurations.test-connection': 'configuration',
  'configurations.trigger': 'configuration',
  'conflicts.acknowledge': 'conflict',
  'conflicts.keep-ours': 'conflict',
  'conflicts.take-theirs': 'conflict',
  'credentials.activate': 'credentials',
  'credentials.change': 'credentials',
  'credentials.confirm-host-key': 'credentials',
  'credentials.confirm-server-key': 'credentials',
  'credentials.create': 'credentials',
  'credentials.deactivate': 'credentials',
  'credentials.delete': 'credentials',
  'credentials.forget-server-key': 'credentials',
  'credentials.generate-key': 'credentials',
  'credentials.make-default': 'credentials',
  'credentials.remove-webhooks': 'credentials',
  'credentials.replace': 'credentials',
  'credentials.set-up-webhooks': 'credentials',
  'credentials.test-connection': 'credentials',
  'events.change': 'event',
  'events.retire': 'event',
  'executions.cancel': 'execution',
  'executions.retry': 'execution',
  'exports.create': null,
  'management.backup': null,
  'management.cleanup': null,
  'management.grant-reader': null,
  'management.purge-queue': null,
  'management.restore': null,
  'management.revoke-reader': null,
  'management.test-alert': null,
  'management.test-connection': null,
  'management.trigger-all': null,
  'orders.sync': 'order',
  'outbound-endpoints.change': 'outbound_endpoint',
  'outbound-endpoints.create': 'outbound_endpoint',
  'outbound-endpoints.delete': 'outbound_endpoint',
  'outbound-endpoints.replay': 'outbound_endpoint',
  'outbound-endpoints.rotate-secret': 'outbound_endpoint',
  'payouts.create': 'payout',
  'payouts.delete': 'payout',
  'previews.run': 'preview',
  'rejects.dismiss': 'reject',
  'rejects.replay': 'reject',
  'rejects.replay-all': null,
  'removals.approve': 'removal',
  'removals.reject': 'removal',
  'second-factor.confirm': null,
  'second-factor.remove': null,
  'second-factor.renew-recovery-codes': null,
  'second-factor.require': null,
  'second-factor.reset': 'user',
  'second-factor.set-up': null,
  'secrets.rotate': null,
  'session.change-me': 'user',
  'session.change-password': null,
  'session.login': null,
  'session.login-failed': null,
  'session.login-throttled': null,
  'session.logout': null,
  'statements.close': 'statement',
  'ticket-tiers.change': 'ticket_tier',
  'tickets.change': 'ticket',
  'tickets.check-in': 'ticket',
  'tickets.undo-check-in': 'ticket',
  'tokens.confirm': 'token',
  'tokens.create': 'token',
  'tokens.revoke': 'token',
  'users.change': 'user',
  'users.confirm-token': 'token',
  'users.create': 'user',
  'users.replace': 'user',
  'users.revoke-token': 'token',
} as const satisfies Readonly<Record<string, AuditedKind | null>>;

export type AuditAction = keyof typeof AUDIT_ACTIONS;

export function isAuditAction(name: string): name is AuditAction {
  return Object.hasOwn(AUDIT_ACTIONS, name);
}

export function auditedKind(action: AuditAction): AuditedKind | null {
  return AUDIT_ACTIONS[action];
}
