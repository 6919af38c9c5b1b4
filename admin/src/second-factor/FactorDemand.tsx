import { Box, CssBaseline } from '@mui/material';
import type { ReactElement } from 'react';
import { askWho } from '../auth/session.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { AccountMenu } from '../layout/AccountMenu.tsx';
import { SkipLink } from '../layout/SkipLink.tsx';
import { ScreenHead } from '../ui/screens/ScreenHead.tsx';
import { Section } from '../ui/screens/Section.tsx';
import { SetUpFactor } from './SetUpFactor.tsx';

/**
 * Replaces the panel for superusers who must set up a second factor first. The server refuses all their other
 * requests.
 */
export function FactorDemand(): ReactElement {
  const say = useTexts();
  return (
    <Box sx={{ minHeight: '100dvh' }}>
      <CssBaseline />
      <SkipLink />
      <Box
        component="header"
        sx={{ display: 'flex', justifyContent: 'flex-end', px: { xs: 1.5, sm: 3 }, pt: 1.25 }}
      >
        <AccountMenu />
      </Box>
      <Box
        component="main"
        id="main-content"
        tabIndex={-1}
        sx={{ maxWidth: 760, mx: 'auto', px: { xs: 1.5, sm: 3 }, pb: 5, outline: 'none' }}
      >
        <ScreenHead title={say('second_factor.demand_title')} sub={say('second_factor.demand')} />
        <Section title={say('second_factor.title')}>
          <SetUpFactor onDone={() => void askWho()} />
        </Section>
      </Box>
    </Box>
  );
}
