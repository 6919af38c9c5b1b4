import RouteIcon from '@mui/icons-material/RouteOutlined';
import { Box, Button, LinearProgress, Typography } from '@mui/material';
import { type ReactElement, useEffect, useRef, useState } from 'react';
import type { ConnectionTestReply, CredentialsReply } from '../../../src/contract/credentials.ts';
import { act } from '../data-provider.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { Allowed, useMay } from '../ui/screens/Allowed.tsx';
import { Section } from '../ui/screens/Section.tsx';
import { useAction } from '../ui/screens/use-action.ts';
import { RelativeTime } from '../ui/values/RelativeTime.tsx';
import { LastTest } from './CredentialsStatus.tsx';
import { KeyQuestion } from './keys/KeyQuestion.tsx';
import { Steps } from './Steps.tsx';

interface DiagnosisPartProps {
  readonly set: CredentialsReply;
  /** true if the credentials were just saved, so that the test starts at once. */
  readonly atOnce: boolean;
}

/** Tests the connection to the store step by step, and gives advice about each step that fails. */
export function DiagnosisPart({ set, atOnce }: DiagnosisPartProps): ReactElement {
  const say = useTexts();
  const may = useMay();
  const [test, setTest] = useState<ConnectionTestReply | null>(null);
  const { run, busy } = useAction(
    async () => await act<ConnectionTestReply>('credentials', set.id, 'test-connection'),
    { onDone: setTest },
  );
  const wanted = useRef(atOnce && may('credentials', 'test'));
  useEffect(() => {
    if (!wanted.current) return;
    wanted.current = false;
    run();
  });
  return (
    <Section
      title={say('credentials.diagnosis')}
      aside={
        <Allowed resource="credentials" action="test">
          <Button variant="contained" startIcon={<RouteIcon />} disabled={busy} onClick={() => run()}>
            {say(test === null ? 'credentials.test' : 'credentials.test_again')}
          </Button>
        </Allowed>
      }
    >
      {busy && <Underway />}
      {!busy && test === null && <Before set={set} />}
      {!busy && test !== null && (
        <>
          <Result test={test} />
          {test.host_key !== null && (
            <KeyQuestion set={set} asked={{ of: 'host_key', key: test.host_key }} onConfirmed={() => run()} />
          )}
          {test.server_key !== null && (
            <KeyQuestion
              set={set}
              asked={{ of: 'server_key', key: test.server_key }}
              onConfirmed={() => run()}
            />
          )}
          <Steps steps={test.steps} />
        </>
      )}
    </Section>
  );
}

function Underway(): ReactElement {
  const say = useTexts();
  return (
    <Box role="status" sx={{ py: 1.5 }}>
      <Typography color="textSecondary" sx={{ mb: 1.5 }}>
        {say('credentials.testing')}
      </Typography>
      <LinearProgress aria-hidden />
    </Box>
  );
}

function Before({ set }: { readonly set: CredentialsReply }): ReactElement {
  const say = useTexts();
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1.25 }}>
      <LastTest set={set} />
      {set.last_tested_at !== null && <RelativeTime at={set.last_tested_at} />}
      <Typography color="textSecondary">{say('credentials.not_tested_hint')}</Typography>
    </Box>
  );
}

function Result({ test }: { readonly test: ConnectionTestReply }): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  const way = test.transport === null ? '' : `${say(`credentials.transports.${test.transport}`)} · `;
  return (
    <Typography role="status" sx={{ mb: 1.5 }}>
      <Box component="strong" sx={{ color: test.success ? 'success.main' : 'error.main' }}>
        {test.detail}
      </Box>{' '}
      <Typography component="span" color="textSecondary">
        {way}
        {say('credentials.tested_in', { time: formats.duration(test.duration_ms) })}
      </Typography>
    </Typography>
  );
}
