import { Alert, Box, Button } from '@mui/material';
import { type ReactElement, useEffect, useRef } from 'react';
import { useTexts } from '../i18n/use-texts.ts';
import { Copyable } from '../ui/values/Copyable.tsx';

interface RecoveryCodeListProps {
  readonly codes: readonly string[];
  readonly onStored: () => void;
}

/** Shows recovery codes once, until the user confirms that they are stored. */
export function RecoveryCodeList({ codes, onStored }: RecoveryCodeListProps): ReactElement {
  const say = useTexts();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.focus(), []);
  return (
    <Box ref={place} tabIndex={-1} sx={{ display: 'grid', gap: 2, outline: 'none' }}>
      <Alert severity="warning">{say('second_factor.recovery_hint')}</Alert>
      <Box sx={{ '& code': { whiteSpace: 'pre-line', lineHeight: 1.8 } }}>
        <Copyable text={codes.join('\n')} label={say('second_factor.recovery_codes')} />
      </Box>
      <Box>
        <Button variant="contained" onClick={onStored}>
          {say('second_factor.stored')}
        </Button>
      </Box>
    </Box>
  );
}
