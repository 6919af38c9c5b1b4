import { Box, TablePagination } from '@mui/material';
import type { ReactElement } from 'react';
import { useTexts } from '../../i18n/use-texts.ts';

interface PagesProps {
  /** Counted from 1. */
  readonly page: number;
  readonly perPage: number;
  readonly total: number;
  readonly onPage: (page: number) => void;
}

/** The page numbers of a list inside a page. */
export function Pages({ page, perPage, total, onPage }: PagesProps): ReactElement | null {
  const say = useTexts();
  if (total <= perPage) return null;
  return (
    <Box sx={{ borderTop: 1, borderColor: 'divider' }}>
      <TablePagination
        component="div"
        count={total}
        page={page - 1}
        rowsPerPage={perPage}
        rowsPerPageOptions={[perPage]}
        onPageChange={(_, next) => onPage(next + 1)}
        labelDisplayedRows={({ from, to, count }) =>
          say('ra.navigation.page_range_info', { offsetBegin: from, offsetEnd: to, total: count })
        }
        getItemAriaLabel={(type) => say(`ra.navigation.${type}`)}
      />
    </Box>
  );
}
