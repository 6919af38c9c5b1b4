import { Box, Typography } from '@mui/material';
import type { ReactElement, ReactNode } from 'react';
import { useTexts } from '../../i18n/use-texts.ts';
import { Chip } from '../../ui/values/Chip.tsx';

/** A setting, and its effect. */
export interface Setting {
  readonly name: string;
  readonly label: string;
  readonly value: ReactNode;
  /** Absent if the setting has no default, because a person sets it for each configuration. */
  readonly isDefault?: boolean;
  /** Shown if the value is another one. */
  readonly usual?: string;
  readonly effects: readonly string[];
}

/** Settings beside their effects; on a phone below each other. */
export function SettingList({ settings }: { readonly settings: readonly Setting[] }): ReactElement {
  return (
    <Box component="dl" sx={{ m: 0 }}>
      {settings.map((setting) => (
        <SettingRow key={setting.name} setting={setting} />
      ))}
    </Box>
  );
}

function SettingRow({ setting }: { readonly setting: Setting }): ReactElement {
  const say = useTexts();
  const { label, value, isDefault, usual, effects } = setting;
  return (
    <Box
      sx={{
        display: 'grid',
        gridTemplateColumns: { xs: '1fr', md: '190px minmax(0, 5fr) minmax(0, 7fr)' },
        columnGap: 2.5,
        rowGap: 0.5,
        py: 1.5,
        '& + &': { borderTop: 1, borderColor: 'divider' },
      }}
    >
      <Typography component="dt" variant="body2" color="textSecondary">
        {label}
      </Typography>
      <Box component="dd" sx={{ m: 0, minWidth: 0, overflowWrap: 'anywhere' }}>
        <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 1.25, rowGap: 0.5 }}>
          <span>{value}</span>
          {isDefault !== undefined && (
            <Chip
              tone={isDefault ? 'quiet' : 'live'}
              label={say(isDefault ? 'settings.default' : 'settings.own')}
            />
          )}
        </Box>
        {isDefault === false && usual !== undefined && (
          <Typography variant="body2" color="textSecondary" sx={{ mt: 0.25 }}>
            {say('settings.default_is', { value: usual })}
          </Typography>
        )}
      </Box>
      <Box component="dd" sx={{ m: 0, minWidth: 0, overflowWrap: 'anywhere' }}>
        {effects.map((sentence) => (
          <Typography key={sentence} variant="body2">
            {sentence}
          </Typography>
        ))}
      </Box>
    </Box>
  );
}
