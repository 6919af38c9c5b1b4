import AddIcon from '@mui/icons-material/Add';
import { Button } from '@mui/material';
import { type ReactElement, useState } from 'react';
import { Confirm, DataTable, useDataProvider } from 'react-admin';
import type { newTokenShape, tokenPageShape } from '../../../src/contract/auth.ts';
import { useTexts } from '../i18n/use-texts.ts';
import type { Tone } from '../theme/palette.ts';
import { Chip } from '../ui/Chip.tsx';
import { Column } from '../ui/Column.tsx';
import { ListScreen } from '../ui/ListScreen.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { Empty } from '../ui/States.tsx';
import { useAction } from '../ui/use-action.ts';
import { useNow } from '../ui/use-now.ts';
import { NewToken } from './NewToken.tsx';
import { TokenMade } from './TokenMade.tsx';

type Token = (typeof tokenPageShape)['_output']['results'][number];
export type MadeToken = (typeof newTokenShape)['_output'];

const Table = DataTable<Token>;
const Col = Column<Token>;

/** One's own tokens; each is told once, when it is made. */
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
        <Table rowClick={false} bulkActionButtons={false}>
          <Col source="name" label={say('tokens.name')} disableSort />
          <Col
            source="revoked_at"
            label={say('tokens.state')}
            disableSort
            render={(one) => <State token={one} />}
          />
          <Col
            source="role"
            label={say('tokens.role')}
            disableSort
            render={(one) => say(`words.role.${one.role}`)}
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
            source="created_at"
            label={say('tokens.created_at')}
            disableSort
            render={(one) => <RelativeTime at={one.created_at} />}
          />
          <Col source="id" label="" disableSort render={(one) => <Revoke token={one} />} />
        </Table>
      </ListScreen>
      {asks && <NewToken onMade={onMade} onClose={() => setAsks(false)} />}
      {made !== null && <TokenMade made={made} onClose={() => setMade(null)} />}
    </>
  );
}

function State({ token }: { readonly token: Token }): ReactElement {
  const say = useTexts();
  const now = useNow();
  const expired = token.expires_at !== null && new Date(token.expires_at) <= now;
  const state = token.revoked_at !== null ? 'revoked' : expired ? 'expired' : 'valid';
  const tone: Readonly<Record<typeof state, Tone>> = { valid: 'good', expired: 'quiet', revoked: 'quiet' };
  return <Chip tone={tone[state]} label={say(`tokens.${state}`)} />;
}

function Revoke({ token }: { readonly token: Token }): ReactElement | null {
  const say = useTexts();
  const provider = useDataProvider();
  const [asks, setAsks] = useState(false);
  const { run, busy } = useAction(async () => await provider.delete('tokens', { id: token.id }), {
    done: () => say('tokens.revoked_done'),
    onDone: () => setAsks(false),
  });
  if (token.revoked_at !== null) return null;
  return (
    <>
      <Button variant="outlined" size="small" color="error" disabled={busy} onClick={() => setAsks(true)}>
        {say('tokens.revoke')}
      </Button>
      <Confirm
        isOpen={asks}
        loading={busy}
        title={say('tokens.revoke_title')}
        content={say('tokens.revoke_text', { name: token.name })}
        confirm={say('tokens.revoke')}
        confirmColor="warning"
        cancel={say('tokens.cancel')}
        onConfirm={() => run()}
        onClose={() => setAsks(false)}
      />
    </>
  );
}
