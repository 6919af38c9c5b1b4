import { Tooltip } from '@mui/material';
import type { ReactElement } from 'react';
import { useTexts } from '../i18n/use-texts.ts';
import { Chip } from '../ui/Chip.tsx';
import { useLive } from './use-live.ts';

/** Whether what is shown moves by itself, and says so when it does not. */
export function LiveBadge(): ReactElement | null {
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
