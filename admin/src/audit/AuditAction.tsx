import { Typography } from '@mui/material';
import type { ReactElement } from 'react';
import { useTexts } from '../i18n/use-texts.ts';
import { Code } from './Code.tsx';

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

interface AuditActionProps {
  readonly action: string;
  readonly occurrences: number;
}

/** What was done or refused, and how often where several calls share an entry. */
export function AuditAction({ action, occurrences }: AuditActionProps): ReactElement {
  const say = useTexts();
  const named = NAMED_ACTIONS.find((one) => one === action);
  return (
    <>
      {named !== undefined && <div>{say(nameOfAction(named))}</div>}
      <Code text={action} />
      {occurrences > 1 && (
        <Typography variant="body2" color="textSecondary">
          {say('audit.times', { smart_count: occurrences })}
        </Typography>
      )}
    </>
  );
}
