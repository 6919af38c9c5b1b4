import KeyIcon from '@mui/icons-material/VpnKeyOutlined';
import { Box, Button } from '@mui/material';
import { type ReactElement, useState } from 'react';
import { Confirm } from 'react-admin';
import type { CredentialsReply, KeyPairReply } from '../../../src/contract/credentials.ts';
import type { SecretField } from '../../../src/vocabulary/credentials.ts';
import { act } from '../data-provider.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { Facts } from '../ui/screens/Facts.tsx';
import { Section } from '../ui/screens/Section.tsx';
import { useAction } from '../ui/screens/use-action.ts';
import { Chip } from '../ui/values/Chip.tsx';
import type { Hop } from './form/credentials-body.ts';
import type { PublicKey } from './keys/PublicKeys.tsx';

interface SecretsKeptProps {
  readonly set: CredentialsReply;
  /** Null if the user's role may not create keys. */
  readonly onKey: ((key: PublicKey) => void) | null;
}

/** Which secrets are stored. The API never returns their values. */
export function SecretsKept({ set, onKey }: SecretsKeptProps): ReactElement {
  const say = useTexts();
  const hops = (['ssh', 'jump'] as const).filter((hop) => set[`${hop}_host`] !== null);
  const facts = secretsOf(set).map((secret) => {
    const kept = set[`has_${secret}`];
    return {
      label: say(`credentials.secrets.${secret}`),
      value: (
        <Chip
          tone={kept ? 'good' : 'quiet'}
          label={say(kept ? 'credentials.secret_kept' : 'credentials.secret_none')}
        />
      ),
    };
  });
  return (
    <Section title={say('credentials.secrets_part')}>
      <Facts facts={facts} minWidth={220} />
      {onKey !== null && !set.is_read_only && hops.length > 0 && (
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, mt: 2 }}>
          {hops.map((hop) => (
            <NewKeyPair
              key={hop}
              id={set.id}
              hop={hop}
              replaces={set[`has_${hop}_private_key`]}
              onKey={onKey}
            />
          ))}
        </Box>
      )}
    </Section>
  );
}

function secretsOf(set: CredentialsReply): readonly SecretField[] {
  const ofHop = (hop: Hop): readonly SecretField[] =>
    set[`${hop}_host`] === null ? [] : [`${hop}_password`, `${hop}_private_key`, `${hop}_passphrase`];
  const tls: readonly SecretField[] = set.tls_certificate === null ? [] : ['tls_key'];
  return ['mysql_password', ...tls, ...ofHop('ssh'), ...ofHop('jump')];
}

interface NewKeyPairProps {
  readonly id: string;
  readonly hop: Hop;
  readonly replaces: boolean;
  readonly onKey: (key: PublicKey) => void;
}

function NewKeyPair({ id, hop, replaces, onKey }: NewKeyPairProps): ReactElement {
  const say = useTexts();
  const [asks, setAsks] = useState(false);
  const make = useAction(async () => await act<KeyPairReply>('credentials', id, 'generate-key', { hop }), {
    done: () => say('credentials.key_made'),
    onDone: ({ public_key }) => {
      setAsks(false);
      onKey({ hop, line: public_key });
      // The new key appears at the top of the page.
      window.scrollTo({ top: 0 });
    },
  });
  return (
    <>
      <Button
        variant="outlined"
        startIcon={<KeyIcon />}
        sx={{ whiteSpace: 'normal', textAlign: 'left' }}
        disabled={make.busy}
        onClick={() => (replaces ? setAsks(true) : make.run())}
      >
        {say(`credentials.make_key_for.${hop}`)}
      </Button>
      <Confirm
        isOpen={asks}
        loading={make.busy}
        title={say('credentials.make_key_title')}
        content={say('credentials.make_key_text')}
        confirm={say('credentials.make_key_yes')}
        cancel={say('credentials.cancel')}
        onConfirm={() => make.run()}
        onClose={() => setAsks(false)}
      />
    </>
  );
}
