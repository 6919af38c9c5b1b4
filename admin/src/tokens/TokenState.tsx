import { Typography } from '@mui/material';
import type { ReactElement } from 'react';
import type { Token } from '../../../src/contract/access/auth.ts';
import { useTexts } from '../i18n/use-texts.ts';
import type { Tone } from '../theme/palette.ts';
import { Chip } from '../ui/values/Chip.tsx';
import { useNow } from '../ui/values/use-now.ts';

type State = 'valid' | 'review' | 'expired' | 'revoked';

const TONES: Readonly<Record<State, Tone>> = {
  valid: 'good',
  review: 'warn',
  expired: 'quiet',
  revoked: 'quiet',
};

/** Whether a token is still valid, and whether somebody should review it. */
export function TokenState({ token }: { readonly token: Token }): ReactElement {
  const say = useTexts();
  const now = useNow();
  const state = stateOf(token, now);
  const { revoked_reason: reason } = token;
  return (
    <>
      <Chip tone={TONES[state]} label={say(`tokens.${state}`)} />
      {reason !== null && reason !== 'revoked' && (
        <Typography variant="body2" color="textSecondary">
          {say(`tokens.reasons.${reason}`)}
        </Typography>
      )}
    </>
  );
}

function stateOf(token: Token, now: Date): State {
  if (token.revoked_at !== null) return 'revoked';
  if (token.expires_at !== null && new Date(token.expires_at) <= now) return 'expired';
  return token.needs_review ? 'review' : 'valid';
}
