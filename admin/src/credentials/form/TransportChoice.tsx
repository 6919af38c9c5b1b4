import { FormControl, FormControlLabel, FormLabel, Radio, RadioGroup, Typography } from '@mui/material';
import type { ReactElement } from 'react';
import { useController } from 'react-hook-form';
import { useTexts } from '../../i18n/use-texts.ts';

const TRANSPORTS = ['auto', 'ssh_tunnel', 'ssh_exec', 'direct'] as const;

/** The transports to choose from, each with an explanation of when it is suitable. */
export function TransportChoice(): ReactElement {
  const say = useTexts();
  const { field } = useController({ name: 'transport' });
  return (
    <FormControl fullWidth>
      <FormLabel id="transport" sx={{ fontSize: '0.875rem', mb: 0.5 }}>
        {say('credentials.transport')}
      </FormLabel>
      <RadioGroup
        aria-labelledby="transport"
        {...field}
        sx={{ display: 'grid', gridTemplateColumns: { md: '1fr 1fr' }, gap: 1 }}
      >
        {TRANSPORTS.map((id) => (
          <FormControlLabel
            key={id}
            value={id}
            control={<Radio size="small" sx={{ mt: -0.25 }} />}
            sx={(theme) => ({
              m: 0,
              p: 1.25,
              alignItems: 'flex-start',
              border: 1,
              borderColor: field.value === id ? 'primary.main' : 'divider',
              borderRadius: 2.5,
              backgroundColor: field.value === id ? theme.palette.raised : 'transparent',
            })}
            label={
              <>
                <Typography sx={{ fontWeight: 600 }}>{say(`credentials.transports.${id}`)}</Typography>
                <Typography variant="body2" color="textSecondary">
                  {say(`credentials.transport_hints.${id}`)}
                </Typography>
              </>
            }
          />
        ))}
      </RadioGroup>
    </FormControl>
  );
}
