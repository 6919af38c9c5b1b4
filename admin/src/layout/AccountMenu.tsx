import AccountIcon from '@mui/icons-material/AccountCircleOutlined';
import LogoutIcon from '@mui/icons-material/LogoutOutlined';
import PersonIcon from '@mui/icons-material/ManageAccountsOutlined';
import { Box, Button, Divider, ListItemIcon, ListItemText, Menu, MenuItem, Typography } from '@mui/material';
import { type ReactElement, useState } from 'react';
import { useLocaleState } from 'react-admin';
import { Link } from 'react-router-dom';
import { signOut, useMe } from '../auth/session.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { COLOR_MODES, keptColorMode, useColorMode } from '../theme/color-mode.ts';
import { ChoiceRow } from './ChoiceRow.tsx';

/** The signed-in user's menu: language, colours, account, sign-out. */
export function AccountMenu(): ReactElement {
  const say = useTexts();
  const me = useMe();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const close = (): void => setAnchor(null);
  const name = me.name ?? me.email;
  return (
    <>
      <Button
        color="inherit"
        startIcon={<AccountIcon />}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
        sx={{
          minWidth: 0,
          color: 'text.secondary',
          fontWeight: 500,
          '& .MuiButton-startIcon': { mr: { xs: 0, sm: 1 } },
        }}
        aria-label={say('layout.account_of', { name })}
      >
        <Box
          component="span"
          sx={{
            display: { xs: 'none', sm: 'inline' },
            maxWidth: 220,
            overflow: 'hidden',
            textOverflow: 'ellipsis',
          }}
        >
          {name}
        </Box>
      </Button>
      <Menu
        anchorEl={anchor}
        open={anchor !== null}
        onClose={close}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
        transformOrigin={{ vertical: 'top', horizontal: 'right' }}
        slotProps={{ paper: { sx: { width: 280, mt: 0.5, borderRadius: 3 } } }}
      >
        <Box component="li" role="none" sx={{ px: 2, py: 1 }}>
          <Typography noWrap sx={{ fontWeight: 600 }}>
            {me.email}
          </Typography>
          <Typography variant="body2" color="textSecondary">
            {say(`words.role.${me.role}`)}
          </Typography>
        </Box>
        <Divider component="li" role="none" />
        <LanguageChoice />
        <ColorModeChoice />
        <Divider component="li" role="none" />
        <MenuItem component={Link} to="/account" onClick={close}>
          <ListItemIcon>
            <PersonIcon fontSize="small" />
          </ListItemIcon>
          <ListItemText>{say('layout.account')}</ListItemText>
        </MenuItem>
        <MenuItem onClick={() => void signOut()}>
          <ListItemIcon>
            <LogoutIcon fontSize="small" />
          </ListItemIcon>
          <ListItemText>{say('ra.auth.logout')}</ListItemText>
        </MenuItem>
      </Menu>
    </>
  );
}

function ColorModeChoice(): ReactElement {
  const say = useTexts();
  const mode = useColorMode();
  return (
    <ChoiceRow
      label={say('layout.colours')}
      choices={COLOR_MODES.map((value) => ({ value, label: say(`layout.colours_${value}`) }))}
      value={mode}
      onChange={keptColorMode.set}
    />
  );
}

/** Each language is listed under its own name. */
const LANGUAGES = [
  { value: 'es', label: 'Español' },
  { value: 'en', label: 'English' },
];

function LanguageChoice(): ReactElement {
  const say = useTexts();
  const [locale, setLocale] = useLocaleState();
  return <ChoiceRow label={say('layout.language')} choices={LANGUAGES} value={locale} onChange={setLocale} />;
}
