import { Button } from '@mui/material';
import { type ReactElement, useState } from 'react';
import { Confirm } from 'react-admin';
import type { User } from '../../../src/contract/access/auth.ts';
import { useMe } from '../auth/session.ts';
import { act } from '../data-provider.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { useAction } from '../ui/screens/use-action.ts';

/**
 * Removes the second factor of a user who has lost the phone and the recovery codes. Users turn off their own
 * factor on the account page.
 */
export function ResetFactor({ user }: { readonly user: User }): ReactElement | null {
  const say = useTexts();
  const me = useMe();
  const [asks, setAsks] = useState(false);
  const { run, busy } = useAction(async () => await act('users', user.id, 'reset-second-factor'), {
    done: () => say('second_factor.reset_done'),
    onDone: () => setAsks(false),
  });
  if (!user.second_factor || user.id === me.id) return null;
  return (
    <>
      <Button variant="outlined" color="error" disabled={busy} onClick={() => setAsks(true)}>
        {say('second_factor.reset')}
      </Button>
      <Confirm
        isOpen={asks}
        loading={busy}
        title={say('second_factor.reset_title')}
        content={say('second_factor.reset_text', { name: user.name ?? user.email })}
        confirm={say('second_factor.reset')}
        confirmColor="warning"
        cancel={say('ra.action.cancel')}
        onConfirm={() => run()}
        onClose={() => setAsks(false)}
      />
    </>
  );
}
