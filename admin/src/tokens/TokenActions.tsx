import { Box, Button } from '@mui/material';
import { type ReactElement, useState } from 'react';
import { Confirm } from 'react-admin';
import type { Token } from '../../../src/contract/access/auth.ts';
import { call } from '../data-provider.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { useAction } from '../ui/screens/use-action.ts';

interface TokenActionsProps {
  readonly token: Token;
  /** Null for the user's own tokens. */
  readonly userId: string | null;
}

/** Confirms a token that waits for review, or revokes a token. */
export function TokenActions({ token, userId }: TokenActionsProps): ReactElement | null {
  const say = useTexts();
  const [asks, setAsks] = useState(false);
  const address =
    userId === null ? `/api/v1/auth/tokens/${token.id}/` : `/api/v1/auth/users/${userId}/tokens/${token.id}/`;
  const keeping = useAction(
    async () => await call<Token>(`${address}confirm/`, { method: 'POST', body: {} }),
    {
      done: () => say('tokens.kept_done'),
    },
  );
  const revoking = useAction(async () => await call<null>(address, { method: 'DELETE' }), {
    done: () => say('tokens.revoked_done'),
    onDone: () => setAsks(false),
  });
  const busy = keeping.busy || revoking.busy;
  if (token.revoked_at !== null) return null;
  return (
    <>
      <Box sx={{ display: 'flex', flexWrap: { xs: 'wrap', sm: 'nowrap' }, gap: 1 }}>
        {token.needs_review && (
          <Button variant="outlined" size="small" disabled={busy} onClick={() => keeping.run()}>
            {say('tokens.keep')}
          </Button>
        )}
        <Button variant="outlined" size="small" color="error" disabled={busy} onClick={() => setAsks(true)}>
          {say('tokens.revoke')}
        </Button>
      </Box>
      <Confirm
        isOpen={asks}
        loading={revoking.busy}
        title={say('tokens.revoke_title')}
        content={say('tokens.revoke_text', { name: token.name })}
        confirm={say('tokens.revoke')}
        confirmColor="warning"
        cancel={say('tokens.cancel')}
        onConfirm={() => revoking.run()}
        onClose={() => setAsks(false)}
      />
    </>
  );
}
