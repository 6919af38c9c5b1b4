import VerifiedIcon from '@mui/icons-material/CheckCircleOutlined';
import FailedIcon from '@mui/icons-material/ErrorOutlineOutlined';
import CancelledIcon from '@mui/icons-material/RemoveCircleOutlineOutlined';
import WarnIcon from '@mui/icons-material/WarningAmberOutlined';
import { Box, Card, Typography } from '@mui/material';
import type { ReactElement, ReactNode } from 'react';
import type { ExecutionDetail } from '../../../src/contract/execution.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';
import type { Tone } from '../theme/palette.ts';
import { useLeftOut } from './use-left-out.ts';

type Verification = NonNullable<ExecutionDetail['verification']>;
/**
 * A proof that covers only the rows just read has sentences of its own, because it says nothing about the whole
 * event.
 */
type Ending = Verification | `${Verification}_touched` | 'unproved' | 'failed' | 'cancelled';

const LOOK: Readonly<Record<Ending, { readonly tone: Tone; readonly icon: ReactNode }>> = {
  verified: { tone: 'good', icon: <VerifiedIcon /> },
  verified_touched: { tone: 'good', icon: <VerifiedIcon /> },
  verified_with_rejects: { tone: 'warn', icon: <WarnIcon /> },
  verified_with_rejects_touched: { tone: 'warn', icon: <WarnIcon /> },
  unverified: { tone: 'bad', icon: <FailedIcon /> },
  unverified_touched: { tone: 'bad', icon: <FailedIcon /> },
  unproved: { tone: 'quiet', icon: <CancelledIcon /> },
  failed: { tone: 'bad', icon: <FailedIcon /> },
  cancelled: { tone: 'quiet', icon: <CancelledIcon /> },
};

function endingOf({ status, verification, proof_scope }: ExecutionDetail): Ending {
  if (status === 'failed' || status === 'cancelled') return status;
  if (verification === null) return 'unproved';
  return proof_scope === 'touched' ? `${verification}_touched` : verification;
}

/** A sweep itself takes some time. */
const LEAST_AGE_MS = 60_000;

/** Whether a sweep compared a part of the store, so that other parts were compared earlier. */
function isOfParts({ depth, started_at, whole_proved_at, verification }: ExecutionDetail): boolean {
  if (depth !== 'sweep' || started_at === null || whole_proved_at === null) return false;
  const isProved = verification === 'verified' || verification === 'verified_with_rejects';
  return isProved && Date.parse(started_at) - Date.parse(whole_proved_at) > LEAST_AGE_MS;
}

/** The result of an execution as a complete sentence, which people can quote. */
export function Outcome({ execution }: { readonly execution: ExecutionDetail }): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  const { ofAll } = useLeftOut();
  const ending = endingOf(execution);
  const { tone, icon } = LOOK[ending];
  const { proof_summary, reject_count, duration_seconds, whole_proved_at } = execution;
  const { error_message, error_code, left_out } = execution;
  const took = duration_seconds === null ? '–' : formats.duration(duration_seconds * 1000);
  return (
    <Card
      sx={(theme) => ({
        display: 'flex',
        gap: 2,
        p: { xs: 2, sm: 2.5 },
        borderColor: 'transparent',
        color: theme.palette.tones[tone].ink,
        backgroundColor: theme.palette.tones[tone].paper,
        '& svg': { fontSize: 34 },
      })}
    >
      {icon}
      <Box sx={{ minWidth: 0 }}>
        <Typography component="p" variant="h2" sx={{ color: 'inherit' }}>
          {say(`executions.ending_${ending}`)}
        </Typography>
        <Typography sx={{ color: 'text.primary', overflowWrap: 'anywhere' }}>
          {ending === 'failed' && error_message !== null
            ? error_message
            : say(`executions.ending_${ending}_text`, {
                facts: proof_summary.rows,
                differing: proof_summary.differing,
                rejects: reject_count,
                smart_count: execution.counts['orders']?.read ?? 0,
                whole: whole_proved_at === null ? '–' : formats.dateTime(whole_proved_at),
                took,
              })}{' '}
          {error_code !== null && <code>{error_code}</code>}
        </Typography>
        {isOfParts(execution) && whole_proved_at !== null && (
          <Typography sx={{ color: 'text.primary' }}>
            {say('executions.oldest_part', { time: formats.dateTime(whole_proved_at) })}
          </Typography>
        )}
        {left_out.rows > 0 && (
          <Typography sx={{ color: 'text.primary', overflowWrap: 'anywhere' }}>
            {say('executions.left_out', { figures: ofAll(left_out) })}.
          </Typography>
        )}
      </Box>
    </Card>
  );
}
