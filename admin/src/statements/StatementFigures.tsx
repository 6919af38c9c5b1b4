import { Box, Typography } from '@mui/material';
import type { ReactElement } from 'react';
import type { OpenStatement } from '../../../src/contract/ticketing/statements.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { Money } from '../ui/values/Money.tsx';

const PARTS = [
  ['opening', ''],
  ['sales', '+'],
  ['refunds', '−'],
  ['service_fees', '−'],
  ['corrections', '+'],
  ['payouts', '−'],
  ['closing', '='],
] as const;

type Figures = Pick<OpenStatement, (typeof PARTS)[number][0] | 'currency'>;

/** How the closing balance follows from the opening balance. */
export function StatementFigures({ figures }: { readonly figures: Figures }): ReactElement {
  const say = useTexts();
  return (
    <Box
      component="dl"
      sx={{
        m: 0,
        width: '100%',
        maxWidth: 420,
        display: 'grid',
        gap: 0.75,
        gridTemplateColumns: '1fr auto',
        '& dd': { m: 0 },
      }}
    >
      {PARTS.map(([part, sign]) => (
        <Box key={part} sx={{ display: 'contents', fontWeight: part === 'closing' ? 650 : 400 }}>
          <Typography component="dt" sx={{ fontWeight: 'inherit' }}>
            {say(`statements.${part}`)}
          </Typography>
          <Typography
            component="dd"
            sx={{ fontWeight: 'inherit', textAlign: 'right', fontVariantNumeric: 'tabular-nums' }}
          >
            <span aria-hidden>{sign === '' ? '' : `${sign} `}</span>
            <Money amount={figures[part]} currency={figures.currency} />
          </Typography>
        </Box>
      ))}
    </Box>
  );
}
