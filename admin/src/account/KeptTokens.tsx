import { Alert, Box, Checkbox, FormControlLabel, FormGroup, FormLabel, Typography } from '@mui/material';
import { type ReactElement, useId } from 'react';
import type { Token } from '../../../src/contract/access/auth.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { useValidTokens } from '../tokens/use-valid-tokens.ts';
import { Failed, Loading } from '../ui/screens/States.tsx';

interface KeptTokensProps {
  readonly kept: readonly string[];
  readonly onChange: (kept: readonly string[]) => void;
}

/**
 * Lets users choose which of their API tokens survive a change of the password, and shows how many will end.
 */
export function KeptTokens({ kept, onChange }: KeptTokensProps): ReactElement {
  const say = useTexts();
  const label = useId();
  const { data: tokens, error, refetch } = useValidTokens(null);
  if (error !== null) return <Failed error={error} onRetry={() => void refetch()} />;
  if (tokens === undefined) return <Loading rows={2} />;
  const ending = tokens.filter(({ id }) => !kept.includes(id)).length;
  const toggle = (id: string, keeps: boolean): void =>
    onChange(keeps ? [...kept, id] : kept.filter((one) => one !== id));
  return (
    <Box sx={{ display: 'grid', gap: 1.5 }}>
      {tokens.length > 0 && (
        <FormGroup role="group" aria-labelledby={label}>
          <FormLabel id={label} component="span">
            {say('account.tokens_kept')}
          </FormLabel>
          <Typography variant="body2" color="textSecondary">
            {say('account.tokens_kept_hint')}
          </Typography>
          {tokens.map((token) => (
            <FormControlLabel
              key={token.id}
              control={
                <Checkbox
                  checked={kept.includes(token.id)}
                  onChange={(_, keeps) => toggle(token.id, keeps)}
                />
              }
              label={<TokenName token={token} />}
            />
          ))}
        </FormGroup>
      )}
      <Alert severity={ending > 0 ? 'warning' : 'info'}>
        {tokens.length === 0
          ? say('account.no_tokens')
          : ending === 0
            ? say('account.no_tokens_ending')
            : say('account.tokens_ending', { smart_count: ending })}
      </Alert>
    </Box>
  );
}

function TokenName({ token }: { readonly token: Token }): ReactElement {
  const say = useTexts();
  return (
    <>
      {token.name}
      <Typography component="span" variant="body2" color="textSecondary">
        {` · ${say(`words.role.${token.role}`)}`}
      </Typography>
    </>
  );
}
