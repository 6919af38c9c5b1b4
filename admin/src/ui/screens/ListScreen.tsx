import { Box, Card } from '@mui/material';
import type { ReactElement, ReactNode } from 'react';
import { FilterLiveForm, ListBase, type ListBaseProps, Pagination, useListContext } from 'react-admin';
import { useTexts } from '../../i18n/use-texts.ts';
import { ScreenHead } from './ScreenHead.tsx';
import { Empty, Failed, Loading } from './States.tsx';

interface ListScreenProps
  extends Pick<ListBaseProps, 'sort' | 'filter' | 'filterDefaultValues' | 'queryOptions'> {
  readonly resource: string;
  readonly title: string;
  readonly sub?: ReactNode;
  readonly actions?: ReactNode;
  /** Inputs that filter at once; `source="q"` is the search. */
  readonly filters?: ReactNode;
  /** Shown if there are no rows and no filters. */
  readonly empty: ReactNode;
  /** The table. */
  readonly children: ReactNode;
}

/** A list with its search, filters, table and pages, and a message if it has no rows. */
export function ListScreen(props: ListScreenProps): ReactElement {
  const { resource, title, sub, actions, filters, empty, children, ...list } = props;
  return (
    <ListBase resource={resource} perPage={25} disableSyncWithLocation={false} {...list}>
      <ScreenHead title={title} sub={sub} actions={actions} />
      {filters !== undefined && <FilterBar>{filters}</FilterBar>}
      <Card sx={{ overflow: 'hidden' }}>
        <Rows empty={empty}>{children}</Rows>
      </Card>
    </ListBase>
  );
}

/**
 * Every filter waits for this time, so it is too short to notice. Replies usually arrive before the next letter
 * is typed.
 */
const UNTIL_TYPED_MS = 50;

function FilterBar({ children }: { readonly children: ReactNode }): ReactElement {
  return (
    <FilterLiveForm debounce={UNTIL_TYPED_MS}>
      <Box
        role="search"
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'center',
          gap: 1.25,
          mb: 2,
          '& .MuiFormControl-root': {
            m: 0,
            minWidth: { xs: 140, sm: 180 },
            flex: { xs: '1 1 140px', sm: '0 1 auto' },
          },
          // The search field needs room for the text.
          '& .MuiFormControl-root:has(input[name=q])': {
            flex: { xs: '1 1 100%', sm: '0 1 auto' },
            minWidth: { sm: 380 },
          },
          '& .RaFilterFormInput-spacer': { display: 'none' },
          '& .MuiFormHelperText-root': { display: 'none' },
        }}
      >
        {children}
      </Box>
    </FilterLiveForm>
  );
}

function Rows({
  empty,
  children,
}: {
  readonly empty: ReactNode;
  readonly children: ReactNode;
}): ReactElement {
  const say = useTexts();
  const { data, error, refetch, isPending, filterValues } = useListContext();
  if (error !== null && error !== undefined && data === undefined) {
    return <Failed error={error} onRetry={() => void refetch()} />;
  }
  if (isPending) return <Loading rows={8} />;
  const nothing = data?.length === 0;
  if (nothing && Object.keys(filterValues).length === 0) return <>{empty}</>;
  if (nothing) return <Empty title={say('states.no_match')} text={say('states.no_match_hint')} />;
  return (
    <>
      {children}
      <Pagination rowsPerPageOptions={[10, 25, 50, 100]} />
    </>
  );
}
