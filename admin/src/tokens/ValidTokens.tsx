import { Alert, Box } from '@mui/material';
import type { ReactElement, ReactNode } from 'react';
import type { Token } from '../../../src/contract/access/auth.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { RowTable } from '../ui/screens/RowTable.tsx';
import { Section } from '../ui/screens/Section.tsx';
import { Failed, Loading } from '../ui/screens/States.tsx';
import { Nothing } from '../ui/values/Nothing.tsx';
import { RelativeTime } from '../ui/values/RelativeTime.tsx';
import { TokenActions } from './TokenActions.tsx';
import { TokenState } from './TokenState.tsx';
import { useValidTokens } from './use-valid-tokens.ts';

interface ValidTokensProps {
  /** Null for the user's own tokens. */
  readonly userId: string | null;
  readonly aside?: ReactNode;
}

/** The valid tokens of a user, with the rights of each and a button to revoke it. */
export function ValidTokens({ userId, aside }: ValidTokensProps): ReactElement {
  const say = useTexts();
  const { data, error, isPending, refetch } = useValidTokens(userId);
  return (
    <Section title={say('tokens.title')} flush aside={aside}>
      {error !== null && <Failed error={error} onRetry={() => void refetch()} />}
      {isPending && error === null && <Loading rows={2} />}
      {data?.length === 0 && <Nothing text={say(userId === null ? 'tokens.empty' : 'tokens.none_valid')} />}
      {data?.some((token) => token.needs_review) === true && <ReviewHint />}
      {data !== undefined && data.length > 0 && <Tokens tokens={data} userId={userId} />}
    </Section>
  );
}

/** Explains why tokens wait for review, and what to do about it. */
export function ReviewHint(): ReactElement {
  const say = useTexts();
  return (
    <Box sx={{ px: { xs: 2, sm: 2.5 }, pb: 1.5 }}>
      <Alert severity="warning">{say('tokens.review_hint')}</Alert>
    </Box>
  );
}

function Tokens({
  tokens,
  userId,
}: {
  readonly tokens: readonly Token[];
  readonly userId: string | null;
}): ReactElement {
  const say = useTexts();
  return (
    <RowTable
      label={say('tokens.title')}
      rows={tokens}
      rowKey={(one) => one.id}
      columns={[
        { label: say('tokens.name'), cell: (one) => one.name },
        { label: say('tokens.state'), cell: (one) => <TokenState token={one} /> },
        { label: say('tokens.role'), cell: (one) => say(`words.role.${one.role}`) },
        {
          label: say('users.sees_short'),
          cell: (one) => say(one.sees_personal_data ? 'users.sees_yes' : 'users.sees_no'),
        },
        {
          label: say('tokens.last_used'),
          cell: (one) =>
            one.last_used_at === null ? say('tokens.never_used') : <RelativeTime at={one.last_used_at} />,
        },
        { label: '', cell: (one) => <TokenActions token={one} userId={userId} /> },
      ]}
    />
  );
}
