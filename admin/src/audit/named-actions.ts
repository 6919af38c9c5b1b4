/** Actions that have a name in the panel, because the log is searched for them. */
export const NAMED_ACTIONS = [
  'session.login',
  'session.login-failed',
  'session.login-throttled',
  'access.denied',
] as const;

const NAMES = {
  'session.login': 'words.audit_action.session_login',
  'session.login-failed': 'words.audit_action.session_login_failed',
  'session.login-throttled': 'words.audit_action.session_login_throttled',
  'access.denied': 'words.audit_action.access_denied',
} as const;

type NamedAction = (typeof NAMED_ACTIONS)[number];

export function nameOfAction(action: NamedAction): (typeof NAMES)[NamedAction] {
  return NAMES[action];
}
