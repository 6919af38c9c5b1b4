import { Alert } from '@mui/material';
import type { ReactElement } from 'react';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';

interface GoneNoteProps {
  readonly removed_at: string | null;
  readonly removed_reason: 'gone' | 'trashed' | 'left_event' | null;
}

/** Says that the store no longer has the row; shows nothing otherwise. */
export function GoneNote({ removed_at, removed_reason }: GoneNoteProps): ReactElement | null {
  const say = useTexts();
  const formats = useFormats();
  if (removed_at === null) return null;
  const reason = say(`sales.${removed_reason ?? 'gone'}`);
  return (
    <Alert severity="warning" sx={{ mb: 2 }}>
      {say('sales.gone_since', { reason, time: formats.dateTime(removed_at) })}
    </Alert>
  );
}
