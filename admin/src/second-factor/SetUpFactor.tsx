import { Box, Typography } from '@mui/material';
import { lazy, type ReactElement, Suspense, useState } from 'react';
import type { SetUpReply } from '../../../src/contract/access/account.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { Loading } from '../ui/screens/States.tsx';
import { Copyable } from '../ui/values/Copyable.tsx';
import { ProofForm } from './ProofForm.tsx';
import { RecoveryCodeList } from './RecoveryCodeList.tsx';
import { beginSetUp, confirmSetUp } from './use-second-factor.ts';

// Loaded only when somebody sets up a second factor.
const QrCode = lazy(() => import('./QrCode.tsx'));

interface SetUpFactorProps {
  readonly onDone: () => void;
  readonly onCancel?: () => void;
}

/** The steps of the set-up: the password, then the app and its first code, then the recovery codes. */
export function SetUpFactor({ onDone, onCancel }: SetUpFactorProps): ReactElement {
  const say = useTexts();
  const [begun, setBegun] = useState<SetUpReply | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  if (codes !== null) return <RecoveryCodeList codes={codes} onStored={onDone} />;
  if (begun === null) {
    return (
      <ProofForm
        key="begin"
        asks="password"
        submit={say('second_factor.continue')}
        onSubmit={async ({ password }) => setBegun(await beginSetUp(password))}
        onCancel={onCancel}
      />
    );
  }
  return (
    <Box sx={{ display: 'grid', gap: 2 }}>
      <Typography>{say('second_factor.scan')}</Typography>
      <Suspense fallback={<Loading rows={3} />}>
        <QrCode text={begun.uri} label={say('second_factor.qr')} />
      </Suspense>
      <Typography variant="body2" color="textSecondary">
        {say('second_factor.by_hand')}
      </Typography>
      <Copyable text={begun.secret.replace(/(.{4})(?=.)/g, '$1 ')} label={say('second_factor.secret')} />
      <ProofForm
        key="confirm"
        asks="code"
        submit={say('second_factor.turn_on')}
        onSubmit={async ({ one_time_code }) => setCodes(await confirmSetUp(one_time_code))}
        onCancel={onCancel}
      />
    </Box>
  );
}
