import MenuIcon from '@mui/icons-material/Menu';
import { Box, CssBaseline, Drawer, IconButton, Tooltip } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactElement, Suspense, useEffect, useState } from 'react';
import { type CoreLayoutProps, useNotificationContext } from 'react-admin';
import { useLocation } from 'react-router-dom';
import { useMe } from '../auth/session.ts';
import { keptLanguage } from '../i18n/language.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { useFreshness, useLive } from '../live/use-live.ts';
import { SearchButton } from '../search/SearchButton.tsx';
import { FactorDemand } from '../second-factor/FactorDemand.tsx';
import { Loading } from '../ui/screens/States.tsx';
import { Chip } from '../ui/values/Chip.tsx';
import { AccountMenu } from './AccountMenu.tsx';
import { Boundary } from './Boundary.tsx';
import { Navigation } from './Navigation.tsx';
import { SkipLink } from './SkipLink.tsx';

const SIDE_PX = 232;

/** The frame around all pages. Users who must set up a second factor first see only the form for that. */
export function Frame({ children }: CoreLayoutProps): ReactElement {
  return useMe().must_set_up_second_factor ? <FactorDemand /> : <FullFrame>{children}</FullFrame>;
}

/** The menu and the header around every page. */
function FullFrame({ children }: CoreLayoutProps): ReactElement {
  const say = useTexts();
  const [open, setOpen] = useState(false);
  const { pathname } = useLocation();
  useFreshness();
  useLanguageChange();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of screen closes the menu.
  useEffect(() => setOpen(false), [pathname]);
  return (
    <Box sx={{ display: 'flex', minHeight: '100dvh' }}>
      <CssBaseline />
      <SkipLink />
      <Drawer
        open={open}
        onClose={() => setOpen(false)}
        sx={{ display: { md: 'none' } }}
        slotProps={{ paper: { sx: { width: SIDE_PX, border: 0 } } }}
      >
        <Navigation />
      </Drawer>
      <Box
        sx={(theme) => ({
          display: { xs: 'none', md: 'block' },
          width: SIDE_PX,
          flexShrink: 0,
          backgroundColor: theme.palette.side,
        })}
      >
        <Box sx={{ position: 'sticky', top: 0, height: '100dvh' }}>
          <Navigation />
        </Box>
      </Box>
      <Box sx={{ flex: 1, minWidth: 0, display: 'flex', flexDirection: 'column' }}>
        <Box
          component="header"
          sx={{
            display: 'flex',
            alignItems: 'center',
            gap: 1,
            px: { xs: 1.5, sm: 3 },
            pt: 1.25,
            minHeight: 52,
          }}
        >
          <IconButton
            onClick={() => setOpen(true)}
            aria-label={say('ra.action.open_menu')}
            sx={{ display: { md: 'none' } }}
          >
            <MenuIcon />
          </IconButton>
          <SearchButton />
          <Box sx={{ flex: 1 }} />
          <LiveBadge />
          <AccountMenu />
        </Box>
        <Box
          component="main"
          id="main-content"
          tabIndex={-1}
          sx={{ flex: 1, minWidth: 0, px: { xs: 1.5, sm: 3 }, pt: 1, pb: 5, outline: 'none' }}
        >
          <Box sx={{ maxWidth: 1440, mx: 'auto' }}>
            <Boundary key={pathname}>
              <Suspense fallback={<Loading rows={6} />}>{children}</Suspense>
            </Boundary>
          </Box>
        </Box>
      </Box>
    </Box>
  );
}

/** Shows whether the page is updated live. */
function LiveBadge(): ReactElement | null {
  const say = useTexts();
  const { state } = useLive();
  if (state === 'opening') return null;
  const lost = state === 'lost';
  return (
    <Tooltip title={say(lost ? 'live.lost_hint' : 'live.open_hint')}>
      <span role="status">
        <Chip tone={lost ? 'warn' : 'good'} alive={!lost} label={say(lost ? 'live.lost' : 'live.open')} />
      </span>
    </Tooltip>
  );
}

/**
 * After a change of language, fetches everything from the server again and removes messages in the old
 * language.
 */
function useLanguageChange(): void {
  const queries = useQueryClient();
  const { resetNotifications } = useNotificationContext();
  useEffect(
    () =>
      keptLanguage.subscribe(() => {
        resetNotifications();
        void queries.invalidateQueries();
      }),
    [queries, resetNotifications],
  );
}
