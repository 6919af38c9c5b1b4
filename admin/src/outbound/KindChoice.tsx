import { Box, Checkbox, FormControlLabel, Typography } from '@mui/material';
import { type ReactElement, useId } from 'react';
import { useController } from 'react-hook-form';
import { CHANGE_KIND_GROUPS, CHANGE_KINDS, kindsOf } from '../../../src/vocabulary/changes.ts';
import { useTexts, useWords } from '../i18n/use-texts.ts';

/** The kinds of changes to choose from, a line for each subject. None chosen: all kinds. */
export function KindChoice(): ReactElement {
  const say = useTexts();
  const words = useWords();
  const title = useId();
  const { field } = useController({ name: 'kinds' });
  const chosen = new Set<string>(field.value as readonly string[]);
  const choose = (kinds: readonly string[], on: boolean): void => {
    field.onChange(CHANGE_KINDS.filter((kind) => (kinds.includes(kind) ? on : chosen.has(kind))));
  };
  return (
    <Box role="group" aria-labelledby={title}>
      <Typography id={title}>{say('outbound.kinds')}</Typography>
      <Typography variant="body2" color="textSecondary" sx={{ mb: 1 }}>
        {say('outbound.none_is_all')}
      </Typography>
      {CHANGE_KIND_GROUPS.map((group) => (
        <Box
          key={group}
          sx={{
            display: 'grid',
            columnGap: 1,
            gridTemplateColumns: { xs: '1fr', sm: 'repeat(auto-fill, minmax(190px, 1fr))' },
            py: 0.5,
            borderTop: 1,
            borderColor: 'divider',
          }}
        >
          {kindsOf([group]).map((kind) => (
            <FormControlLabel
              key={kind}
              control={
                <Checkbox size="small" checked={chosen.has(kind)} onChange={(_, on) => choose([kind], on)} />
              }
              label={words('change_kind', kind)}
            />
          ))}
        </Box>
      ))}
    </Box>
  );
}
