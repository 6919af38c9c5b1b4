import { Box } from '@mui/material';
import type { ReactElement } from 'react';
import type { Configuration } from '../../../../src/contract/configuration.ts';
import { PROVED } from '../../executions/ExecutionStatus.tsx';
import { useFormats } from '../../format/use-formats.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { Figure, Figures } from '../../ui/screens/Figure.tsx';
import { Dash, RelativeTime } from '../../ui/values/RelativeTime.tsx';

/** The last proof, and other figures that show whether the configuration works. */
export function ConfigurationFigures({
  configuration,
}: {
  readonly configuration: Configuration;
}): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  const { last_verification, last_verified_at, success_rate, tickets, frequency, timezone } = configuration;
  const { last_sync_at, next_sync_at, total_executions, failed_executions, is_due_for_sync } = configuration;
  return (
    <Figures>
      <Figure
        label={say('configurations.last_proof')}
        value={
          last_verification === null ? (
            <Dash />
          ) : (
            <Box
              component="span"
              sx={(theme) => ({ color: theme.palette.tones[PROVED[last_verification]].ink })}
            >
              {say(`words.verification.${last_verification}`)}
            </Box>
          )
        }
        note={last_verified_at !== null && <RelativeTime at={last_verified_at} timeZone={timezone} />}
      />
      <Figure
        label={say('configurations.tickets')}
        value={formats.count(tickets)}
        note={say('configurations.active_tickets')}
      />
      <Figure
        label={say('configurations.success_rate')}
        value={success_rate === null ? <Dash /> : formats.percent(success_rate)}
        note={
          total_executions === 0
            ? say('configurations.no_executions')
            : say('configurations.of_executions', { total: total_executions, failed: failed_executions })
        }
      />
      <Figure
        label={say('configurations.last_sync')}
        value={<RelativeTime at={last_sync_at} timeZone={timezone} />}
      />
      <Figure
        label={say('configurations.next_sync')}
        value={
          is_due_for_sync ? say('configurations.due') : <RelativeTime at={next_sync_at} timeZone={timezone} />
        }
        note={say(`words.frequency.${frequency}`)}
      />
    </Figures>
  );
}
