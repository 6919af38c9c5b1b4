import { Alert, Box, Link, Typography } from '@mui/material';
import type { ReactElement } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { Progress } from '../executions/attempts/Progress.tsx';
import { ExecutionStatus } from '../executions/ExecutionStatus.tsx';
import { useTexts } from '../i18n/use-texts.ts';
import { isOver } from '../live/executions-live.ts';
import { useLive } from '../live/use-live.ts';
import { Section } from '../ui/screens/Section.tsx';

/** The executions that are running now, updated live, or a message that there is no live connection. */
export function LiveCard(): ReactElement {
  const say = useTexts();
  const { state, executions } = useLive();
  return (
    <Section title={say('dashboard.under_way')}>
      {state === 'lost' && (
        <Alert severity="warning" sx={{ mb: 2 }}>
          {say('live.lost_hint')}
        </Alert>
      )}
      {executions.length === 0 && (
        <Typography color="textSecondary">{say('dashboard.nothing_runs')}</Typography>
      )}
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none', display: 'grid', gap: 2.25 }}>
        {executions.map((execution) => (
          <Box component="li" key={execution.id}>
            <Box
              sx={{
                display: 'flex',
                flexWrap: 'wrap',
                alignItems: 'center',
                justifyContent: 'space-between',
                gap: 1,
                mb: 0.75,
              }}
            >
              <Link
                component={RouterLink}
                to={`/executions/${execution.id}/show`}
                sx={{ color: 'text.primary', fontWeight: 600 }}
              >
                {execution.configuration_name}
              </Link>
              <ExecutionStatus {...execution} />
            </Box>
            {!isOver(execution) && <Progress execution={execution} />}
          </Box>
        ))}
      </Box>
    </Section>
  );
}
