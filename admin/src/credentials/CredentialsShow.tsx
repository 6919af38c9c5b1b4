import { Alert, AlertTitle, Box } from '@mui/material';
import { type ReactElement, useState } from 'react';
import { useLocation, useParams } from 'react-router-dom';
import type { CredentialsReply } from '../../../src/contract/credentials.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { useMay } from '../ui/Allowed.tsx';
import { ScreenHead } from '../ui/ScreenHead.tsx';
import { Section } from '../ui/Section.tsx';
import { Failed, Loading } from '../ui/States.tsx';
import { useWhole } from '../ui/use-whole.ts';
import { CredentialsActions } from './CredentialsActions.tsx';
import { CredentialsStatus } from './CredentialsStatus.tsx';
import { DiagnosisPart } from './DiagnosisPart.tsx';
import { HostKeys } from './HostKeys.tsx';
import { PublicKeys } from './PublicKeys.tsx';
import { SecretsKept } from './SecretsKept.tsx';
import { ServerKeyPart } from './ServerKeyPart.tsx';
import type { ArrivedFrom } from './use-save-credentials.ts';
import { WayFacts } from './WayFacts.tsx';
import { WhereUsed } from './WhereUsed.tsx';

export default function CredentialsShow(): ReactElement {
  const { id = '' } = useParams();
  const { data: set, error, refetch } = useWhole<CredentialsReply>('credentials', id);
  if (set !== undefined) return <Shown set={set} />;
  return error === null ? <Loading rows={8} /> : <Failed error={error} onRetry={() => void refetch()} />;
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
        <SecretsKept set={set} onKey={changes ? (key) => setPublicKeys([key]) : null} />
        <HostKeys set={set} />
        <ServerKeyPart set={set} />
        <WhereUsed id={set.id} />
      </Box>
    </>
  );
}
