import FailedIcon from '@mui/icons-material/CancelOutlined';
import CheckIcon from '@mui/icons-material/CheckCircleOutlined';
import WarningIcon from '@mui/icons-material/ReportProblemOutlined';
import { Box, Typography } from '@mui/material';
import type { ReactElement } from 'react';
import type { ConnectionTestReply } from '../../../src/contract/credentials.ts';
import { useFormats } from '../format/use-formats.ts';
import { type Say, useTexts } from '../i18n/use-texts.ts';
import type { Tone } from '../theme/palette.ts';

type Step = ConnectionTestReply['steps'][number];

const LOOKS = {
  ok: { tone: 'good', Icon: CheckIcon },
  warning: { tone: 'warn', Icon: WarningIcon },
  failed: { tone: 'bad', Icon: FailedIcon },
} as const satisfies Record<Step['status'], { tone: Tone; Icon: typeof CheckIcon }>;

/** The steps of a connection test in order, with advice for each step that did not succeed. */
export function Steps({ steps }: { readonly steps: readonly Step[] }): ReactElement {
  return (
    <Box component="ol" sx={{ m: 0, p: 0, listStyle: 'none' }}>
      {steps.map((step, at) => (
        <StepRow key={`${step.hop} ${step.step}`} step={step} last={at === steps.length - 1} />
      ))}
    </Box>
  );
}

function StepRow({ step, last }: { readonly step: Step; readonly last: boolean }): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  const { tone, Icon } = LOOKS[step.status];
  return (
    <Box
      component="li"
      sx={(theme) => ({
        position: 'relative',
        display: 'flex',
        gap: 1.5,
        pb: last ? 0 : 1.5,
        // A line that connects the marks of the steps.
        '&::before': last
          ? {}
          : {
              content: '""',
              position: 'absolute',
              left: 10,
              top: 26,
              bottom: 2,
              width: 2,
              borderRadius: 2,
              backgroundColor: theme.palette.divider,
            },
      })}
    >
      <Icon
        titleAccess={say(`credentials.step_${step.status}`)}
        sx={(theme) => ({ fontSize: 22, mt: 0.1, color: theme.palette.tones[tone].ink })}
      />
      <Box sx={{ minWidth: 0, flex: 1 }}>
        <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 1.25, alignItems: 'baseline' }}>
          <Typography
            component="span"
            sx={{
              fontWeight: 600,
              display: 'inline-block',
              '&::first-letter': { textTransform: 'uppercase' },
            }}
          >
            {step.label}
          </Typography>
          <Typography component="span" variant="body2" color="textSecondary">
            {formats.duration(step.duration_ms)}
          </Typography>
          {step.found !== null && (
            <Typography
              component="span"
              variant="body2"
              color="textSecondary"
              sx={{ overflowWrap: 'anywhere' }}
            >
              {foundText(step.step, step.found, say)}
            </Typography>
          )}
        </Box>
        {step.status !== 'ok' && (
          <Box
            sx={(theme) => ({
              mt: 0.75,
              px: 1.5,
              py: 1,
              borderRadius: 2,
              color: theme.palette.tones[tone].ink,
              backgroundColor: theme.palette.tones[tone].paper,
            })}
          >
            <Typography>{step.means ?? step.message}</Typography>
            {step.todo !== null && <Typography sx={{ fontWeight: 600, mt: 0.25 }}>{step.todo}</Typography>}
            {step.code !== null && (
              <Typography component="code" variant="body2">
                {step.code}
              </Typography>
            )}
          </Box>
        )}
      </Box>
    </Box>
  );
}

/** Translates the finding of a step, which the service reports as a code. */
function foundText(step: string, found: string, say: Say): string {
  if (isTransport(found)) return say(`credentials.transports.${found}`);
  if (found === 'read-only') return say('credentials.found_read_only');
  if (step === 'events') return say('credentials.found_events', { smart_count: Number(found) });
  if (step === 'layout')
    return found.replace(
      /, (hpos|posts), /,
      (_, layout: 'hpos' | 'posts') => ` · ${say(`credentials.found_${layout}`)} · `,
    );
  return found;
}

function isTransport(found: string): found is NonNullable<ConnectionTestReply['transport']> {
  return found === 'direct' || found === 'ssh_tunnel' || found === 'ssh_exec';
}
