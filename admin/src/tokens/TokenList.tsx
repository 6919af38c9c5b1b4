import AddIcon from '@mui/icons-material/Add';
import { Box, Button, Typography } from '@mui/material';
import { type ReactElement, useState } from 'react';
import { DataTable, useListContext } from 'react-admin';
import type { MadeToken, Token } from '../../../src/contract/access/auth.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { Column } from '../ui/screens/Column.tsx';
import { ListScreen } from '../ui/screens/ListScreen.tsx';
import { Empty } from '../ui/screens/States.tsx';
import { RelativeTime } from '../ui/values/RelativeTime.tsx';
import { NewToken } from './NewToken.tsx';
import { TokenActions } from './TokenActions.tsx';
import { TokenMade } from './TokenMade.tsx';
import { TokenState } from './TokenState.tsx';
import { ReviewHint } from './ValidTokens.tsx';

const Table = DataTable<Token>;
const Col = Column<Token>;

/** The user's own API tokens. A token itself is shown once, after it was created. */
export default function TokenList(): ReactElement {
  const say = useTexts();
  const [asks, setAsks] = useState(false);
  const [made, setMade] = useState<MadeToken | null>(null);
  const create = (
    <Button variant="contained" startIcon={<AddIcon />} onClick={() => setAsks(true)}>
      {say('tokens.new')}
    </Button>
  );
  const onMade = (token: MadeToken): void => {
    setAsks(false);
    setMade(token);
  };
  return (
    <>
      <ListScreen
        resource="tokens"
        title={say('tokens.title')}
        sub={say('tokens.sub')}
        actions={create}
        empty={<Empty title={say('tokens.empty')} text={say('tokens.empty_hint')} />}
      >
        <ReviewHintOfList />
        <Table rowClick={false} bulkActionButtons={false}>
          <Col
            source="name"
            label={say('tokens.name')}
            disableSort
            sx={{ minWidth: { sm: 150 } }}
            render={(one) => (
              <>
                {one.name}
                <Typography variant="body2" color="textSecondary">
                  {say('tokens.created_at')} <RelativeTime at={one.created_at} />
                </Typography>
              </>
            )}
          />
          <Col
            source="revoked_at"
            label={say('tokens.state')}
            disableSort
            render={(one) => <TokenState token={one} />}
          />
          <Col
            source="role"
            label={say('tokens.role')}
            disableSort
            render={(one) => say(`words.role.${one.role}`)}
          />
          <Col
            source="sees_personal_data"
            label={say('users.sees_short')}
            disableSort
            render={(one) => say(one.sees_personal_data ? 'users.sees_yes' : 'users.sees_no')}
          />
          <Col
            source="expires_at"
            label={say('tokens.valid_until')}
            disableSort
            render={(one) =>
              one.expires_at === null ? say('tokens.expires_never') : <RelativeTime at={one.expires_at} />
            }
          />
          <Col
            source="last_used_at"
            label={say('tokens.last_used')}
            disableSort
            render={(one) =>
              one.last_used_at === null ? say('tokens.never_used') : <RelativeTime at={one.last_used_at} />
            }
          />
          <Col
            source="id"
            label=""
            disableSort
            render={(one) => <TokenActions token={one} userId={null} />}
          />
        </Table>
      </ListScreen>
      {asks && <NewToken onMade={onMade} onClose={() => setAsks(false)} />}
      {made !== null && <TokenMade made={made} onClose={() => setMade(null)} />}
    </>
  );
}

function ReviewHintOfList(): ReactElement | null {
  const { data } = useListContext<Token>();
  if (data?.some((token) => token.needs_review) !== true) return null;
  return (
    <Box sx={{ pt: 2 }}>
      <ReviewHint />
    </Box>
  );
}
