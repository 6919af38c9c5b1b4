import type { ReactElement } from 'react';
import type { Execution } from '../../../../src/contract/execution.ts';
import { ExecutionTable } from '../../executions/ExecutionTable.tsx';
import { useTexts } from '../../i18n/use-texts.ts';
import { PagedSection } from '../../ui/screens/PagedSection.tsx';
import { Empty } from '../../ui/screens/States.tsx';

const PER_PAGE = 20;

/** All executions of one configuration, the newest first. */
export function ExecutionsOf({ configuration }: { readonly configuration: string }): ReactElement {
  const say = useTexts();
  return (
    <PagedSection<Execution>
      title={say('executions.title')}
      resource="executions"
      filter={{ configuration, days: 'all' }}
      perPage={PER_PAGE}
      sort={{ field: 'created_at', order: 'DESC' }}
      empty={<Empty title={say('executions.empty')} text={say('executions.empty_hint')} />}
    >
      {(executions) => <ExecutionTable executions={executions} />}
    </PagedSection>
  );
}
