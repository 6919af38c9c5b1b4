import { Box } from '@mui/material';
import type { ReactElement } from 'react';
import { withoutPadding } from '../../format/format-money.ts';
import { useFormats } from '../../format/use-formats.ts';
import { currencyOf } from './proof-tables.ts';

interface ProofAmountProps {
  readonly value: string;
  readonly group: string;
  readonly differs: boolean;
}

/** A figure of one side with all of its digits, because the difference may be in the last one. */
export function ProofAmount({ value, group, differs }: ProofAmountProps): ReactElement {
  const formats = useFormats();
  const money = value.includes('.') && currencyOf(group) !== null;
  const plain = withoutPadding(value);
  const digits = money ? formats.atLeastMinor(plain, currencyOf(group) ?? '') : plain;
  const text = /^-?\d+(\.\d+)?$/.test(digits) ? formats.decimal(digits) : value;
  return (
    <Box
      component="span"
      sx={(theme) => ({
        fontVariantNumeric: 'tabular-nums',
        ...(differs && {
          px: 0.75,
          py: 0.25,
          borderRadius: 1,
          fontWeight: 650,
          color: theme.palette.tones.bad.ink,
          backgroundColor: theme.palette.tones.bad.paper,
        }),
      })}
    >
      {text}
    </Box>
  );
}
