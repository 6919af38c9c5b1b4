import type { ReactElement } from 'react';
import type { CredentialsReply } from '../../../src/contract/credentials.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { Chip } from '../ui/values/Chip.tsx';

/** Whether the credentials are in use, the default, or read-only. */
export function CredentialsStatus({ set }: { readonly set: CredentialsReply }): ReactElement {
  const say = useTexts();
  return (
    <span style={{ display: 'inline-flex', flexWrap: 'wrap', gap: 6 }}>
      <Chip
        tone={set.is_active ? 'good' : 'quiet'}
        label={say(set.is_active ? 'credentials.active' : 'credentials.inactive')}
      />
      {set.is_default && <Chip tone="live" label={say('credentials.default')} />}
      {set.is_read_only && <Chip tone="quiet" label={say('credentials.read_only')} />}
    </span>
  );
}

export function LastTest({ set }: { readonly set: CredentialsReply }): ReactElement {
  const say = useTexts();
  if (set.last_test_success === null) return <Chip tone="quiet" label={say('credentials.never_tested')} />;
  return set.last_test_success ? (
    <Chip tone="good" label={say('credentials.reached')} />
  ) : (
    <Chip tone="bad" label={say('credentials.not_reached')} />
  );
}
