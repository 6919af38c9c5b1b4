import { Alert, AlertTitle, Box } from '@mui/material';
import { type ReactElement, useState } from 'react';
import { useLocation } from 'react-router-dom';
import type { CredentialsReply } from '../../../src/contract/credentials.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { MONO } from '../theme/theme.ts';
import { useMay } from '../ui/screens/Allowed.tsx';
import { DetailScreen } from '../ui/screens/DetailScreen.tsx';
import { Facts } from '../ui/screens/Facts.tsx';
import { ScreenHead } from '../ui/screens/ScreenHead.tsx';
import { Section } from '../ui/screens/Section.tsx';
import { CredentialsActions } from './CredentialsActions.tsx';
import { CredentialsStatus } from './CredentialsStatus.tsx';
import { DiagnosisPart } from './DiagnosisPart.tsx';
import type { ArrivedFrom } from './form/use-save-credentials.ts';
import { PublicKeys } from './keys/PublicKeys.tsx';
import { ServerKeyPart } from './keys/ServerKeyPart.tsx';
import { SecretsKept } from './SecretsKept.tsx';
import { StoreCost } from './StoreCost.tsx';
import { WayFacts } from './WayFacts.tsx';
import { WhereUsed } from './WhereUsed.tsx';
import { WebhooksPart } from './webhooks/WebhooksPart.tsx';

export default function CredentialsShow(): ReactElement {
  return <DetailScreen<CredentialsReply> resource="credentials">{(set) => <Shown set={set} />}</DetailScreen>;
}

function Shown({ set }: { readonly set: CredentialsReply }): ReactElement {
  const say = useTexts();
  const may = useMay();
  const arrived = (useLocation().state ?? {}) as ArrivedFrom;
  const [publicKeys, setPublicKeys] = useState(arrived.publicKeys ?? []);
  const changes = may('credentials', 'edit');
  return (
    <>
      <ScreenHead
        title={set.name}
        back={{ to: '/credentials', label: say('credentials.title') }}
        state={<CredentialsStatus set={set} />}
        actions={<CredentialsActions set={set} />}
      />
      {set.is_read_only && (
        <Alert severity="info" sx={{ mb: 2 }}>
          {say('credentials.read_only_hint')}
        </Alert>
      )}
      {set.unverified_auth_since !== null && (
        <Alert severity="warning" sx={{ mb: 2 }}>
          <AlertTitle>{say('credentials.server_key.unprotected')}</AlertTitle>
          {say('credentials.server_key.unprotected_hint')}
        </Alert>
      )}
      <Box sx={{ display: 'grid', gap: 2.5, gridTemplateColumns: 'minmax(0, 1fr)' }}>
        {publicKeys.length > 0 && <PublicKeys keys={publicKeys} />}
        <DiagnosisPart set={set} atOnce={arrived.test === true} />
        <Section title={say('credentials.way_part')}>
          <WayFacts set={set} />
        </Section>
        <StoreCost set={set} />
        <SecretsKept set={set} onKey={changes ? (key) => setPublicKeys([key]) : null} />
        <HostKeys set={set} />
        <ServerKeyPart set={set} />
        <WebhooksPart set={set} />
        <WhereUsed id={set.id} />
      </Box>
    </>
  );
}

/** The host keys that a person confirmed: Taquilla connects to no others. */
function HostKeys({ set }: { readonly set: CredentialsReply }): ReactElement | null {
  const say = useTexts();
  const facts = (['ssh', 'jump'] as const).flatMap((hop) => {
    const key = set[`${hop}_host_key`];
    if (key === null) return [];
    return [
      {
        label: say(`credentials.host_key_of.${hop}`),
        value: <span style={{ fontFamily: MONO, fontSize: '0.8125rem' }}>{key}</span>,
      },
    ];
  });
  if (facts.length === 0) return null;
  return (
    <Section title={say('credentials.host_keys')}>
      <Facts facts={facts} minWidth={320} />
    </Section>
  );
}
