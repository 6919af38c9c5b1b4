import {
  Box,
  Link,
  List,
  ListItem,
  ListItemButton,
  ListItemIcon,
  ListItemText,
  Typography,
} from '@mui/material';
import type { ReactElement } from 'react';
import { Link as RouterLink, useLocation } from 'react-router-dom';
import { useTexts } from '../i18n/use-texts.ts';
import { SCREEN_GROUPS } from '../panel/screen-list.ts';
import ticketUrl from '../ticket.svg';
import { useMay } from '../ui/screens/Allowed.tsx';

/** The menu with all pages that the user's role may open. */
export function Navigation(): ReactElement {
  const say = useTexts();
  const may = useMay();
  const { pathname } = useLocation();
  return (
    <Box
      component="nav"
      aria-label={say('layout.navigation')}
      sx={(theme) => ({
        height: '100%',
        overflowY: 'auto',
        display: 'flex',
        flexDirection: 'column',
        px: 1.25,
        pb: 2,
        color: '#d6e6e4',
        backgroundColor: theme.palette.side,
        '& :focus-visible': { outline: '3px solid #f2b14a !important', outlineOffset: '-3px !important' },
      })}
    >
      <Link
        component={RouterLink}
        to="/"
        underline="none"
        sx={{
          display: 'flex',
          alignItems: 'center',
          gap: 1.25,
          px: 1.25,
          pt: 2,
          pb: 2,
          color: '#fff',
          fontSize: '1.1875rem',
          fontWeight: 650,
          letterSpacing: '-0.015em',
        }}
      >
        <img src={ticketUrl} alt="" width="30" height="30" />
        Taquilla
      </Link>
      {SCREEN_GROUPS.map(({ label, screens }) => {
        const shown = screens.filter(({ name }) => name === 'dashboard' || may(name, 'list'));
        if (shown.length === 0) return null;
        return (
          <Box key={label ?? 'first'} sx={{ mb: 1.25 }}>
            {label !== null && (
              <Typography component="p" variant="overline" sx={{ px: 1.25, color: '#9fbfbc' }}>
                {say(label)}
              </Typography>
            )}
            <List disablePadding>
              {shown.map(({ name, path, text, Icon }) => {
                const here =
                  path === '/' ? pathname === '/' : pathname === path || pathname.startsWith(`${path}/`);
                return (
                  <ListItem key={name} disablePadding>
                    <ListItemButton
                      component={RouterLink}
                      to={path}
                      aria-current={here ? 'page' : undefined}
                      sx={{
                        px: 1.25,
                        py: 0.55,
                        mb: 0.25,
                        borderRadius: '9px',
                        color: here ? '#fff' : 'inherit',
                        backgroundColor: here ? 'rgb(255 255 255 / 13%)' : 'transparent',
                        '&:hover': { backgroundColor: 'rgb(255 255 255 / 9%)', color: '#fff' },
                      }}
                    >
                      <ListItemIcon sx={{ minWidth: 34, color: here ? '#f2b14a' : '#9fbfbc' }}>
                        <Icon fontSize="small" />
                      </ListItemIcon>
                      <ListItemText
                        primary={say(text)}
                        slotProps={{
                          primary: { sx: { fontSize: '0.90625rem', fontWeight: here ? 600 : 500 } },
                        }}
                      />
                    </ListItemButton>
                  </ListItem>
                );
              })}
            </List>
          </Box>
        );
      })}
    </Box>
  );
}
