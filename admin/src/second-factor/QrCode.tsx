import { Box } from '@mui/material';
import type { ReactElement } from 'react';
import { encode } from 'uqr';

/** The white border, in modules; apps need it to recognise the code. */
const BORDER = 3;

/** A QR code as one path. It is dark on white in both colour modes, because cameras read that best. */
export default function QrCode({
  text,
  label,
}: {
  readonly text: string;
  readonly label: string;
}): ReactElement {
  const { data, size } = encode(text, { border: BORDER, ecc: 'M' });
  const path = data
    .flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])))
    .join('');
  return (
    <Box
      component="svg"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      sx={{ width: 'min(220px, 100%)', backgroundColor: '#fff', borderRadius: 2, display: 'block' }}
      shapeRendering="crispEdges"
    >
      <path d={path} fill="#000" />
    </Box>
  );
}
