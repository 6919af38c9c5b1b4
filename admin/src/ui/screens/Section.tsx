import { Box, Card, Typography } from '@mui/material';
import { type ReactElement, type ReactNode, useId } from 'react';

interface SectionProps {
  readonly title: string;
  /** Content next to the title, such as a link or a choice. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  /** true if the content reaches the edges, as tables and lists do. */
  readonly flush?: boolean;
}

/** A section of a page, on a card with its heading. */
export function Section({ title, aside, children, flush = false }: SectionProps): ReactElement {
  const id = useId();
  return (
    <Card component="section" aria-labelledby={id} sx={{ minWidth: 0 }}>
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'center',
          justifyContent: 'space-between',
          gap: 1,
          px: { xs: 2, sm: 2.5 },
          pt: 2,
          pb: flush ? 1.5 : 1,
        }}
      >
        <Typography id={id} component="h2" variant="h2">
          {title}
        </Typography>
        {aside !== undefined && <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>{aside}</Box>}
      </Box>
      <Box sx={flush ? {} : { px: { xs: 2, sm: 2.5 }, pb: 2.5 }}>{children}</Box>
    </Card>
  );
}
