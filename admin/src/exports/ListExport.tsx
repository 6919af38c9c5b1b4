import { lazy, type ReactElement, Suspense } from 'react';
import { useListContext } from 'react-admin';
import type { Exported } from './ExportButton.tsx';

const ExportButton = lazy(() => import('./ExportButton.tsx'));

/** Exports the list of this page, with its present filter and order. */
export function ListExport({ list }: Pick<Exported, 'list'>): ReactElement {
  const { filterValues, sort } = useListContext();
  return (
    <Suspense fallback={null}>
      <ExportButton lists={[{ list, filter: filterValues, sort }]} />
    </Suspense>
  );
}
