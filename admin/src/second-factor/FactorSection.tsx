import { Box, Button, Typography } from '@mui/material';
import { type ReactElement, useState } from 'react';
import { useNotify } from 'react-admin';
import type { SecondFactor } from '../../../src/contract/access/account.ts';
import { askWho } from '../auth/session.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { Section } from '../ui/screens/Section.tsx';
import { Failed, Loading } from '../ui/screens/States.tsx';
import { Chip } from '../ui/values/Chip.tsx';
import { ProofForm } from './ProofForm.tsx';
import { RecoveryCodeList } from './RecoveryCodeList.tsx';
import { SetUpFactor } from './SetUpFactor.tsx';
import { removeFactor, renewCodes, useFactorChanged, useSecondFactor } from './use-second-factor.ts';

/** The second factor of the signed-in user, on the account page. */
export function FactorSection(): ReactElement {
  const say = useTexts();
  const { data, error, refetch } = useSecondFactor();
  const state = data === undefined ? null : data.enabled ? 'on' : 'off';
  return (
    <Section
      title={say('second_factor.title')}
      aside={
        state !== null && (
          <Chip tone={state === 'on' ? 'good' : 'quiet'} label={say(`second_factor.${state}`)} />
        )
      }
    >
      {data === undefined ? (
        error === null ? (
          <Loading rows={2} />
        ) : (
          <Failed error={error} onRetry={() => void refetch()} />
        )
      ) : (
        <Steps factor={data} />
      )}
    </Section>
  );
}

type Step = 'none' | 'set-up' | 'renew' | 'remove';

function Steps({ factor }: { readonly factor: SecondFactor }): ReactElement {
  const say = useTexts();
  const notify = useNotify();
  const changed = useFactorChanged();
  const [step, setStep] = useState<Step>('none');
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const end = (text: 'turned_on' | 'turned_off' | null): void => {
    setStep('none');
    setCodes(null);
    if (text !== null) notify(say(`second_factor.${text}`), { type: 'success' });
    void changed();
  };
  const cancel = (): void => setStep('none');
  if (step === 'set-up') return <SetUpFactor onDone={() => end('turned_on')} onCancel={cancel} />;
  if (codes !== null) return <RecoveryCodeList codes={codes} onStored={() => end(null)} />;
  if (step === 'renew') {
    return (
      <ProofForm
        asks="both"
        submit={say('second_factor.renew')}
        onSubmit={async (proof) => setCodes(await renewCodes(proof))}
        onCancel={cancel}
      />
    );
  }
  if (step === 'remove') {
    const remove = async (proof: Parameters<typeof removeFactor>[0]): Promise<void> => {
      await removeFactor(proof);
      end('turned_off');
      // If superusers must have a second factor, this session can only set up a new one from now on.
      await askWho();
    };
    return (
      <ProofForm
        asks="both"
        submit={say('second_factor.turn_off')}
        danger
        onSubmit={remove}
        onCancel={cancel}
      />
    );
  }
  return (
    <Box sx={{ display: 'grid', gap: 2 }}>
      <Typography>
        {factor.enabled
          ? say('second_factor.codes_left', { smart_count: factor.recovery_codes_left })
          : say('second_factor.why')}
      </Typography>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5 }}>
        {factor.enabled ? (
          <>
            <Button variant="outlined" onClick={() => setStep('renew')}>
              {say('second_factor.renew')}
            </Button>
            <Button variant="outlined" color="error" onClick={() => setStep('remove')}>
              {say('second_factor.turn_off')}
            </Button>
          </>
        ) : (
          <Button variant="contained" onClick={() => setStep('set-up')}>
            {say('second_factor.set_up')}
          </Button>
        )}
      </Box>
    </Box>
  );
}
