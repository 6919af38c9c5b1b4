import type { ReactElement } from 'react';
import { DataTable, SearchInput, SelectInput } from 'react-admin';
import type { Configuration } from '../../../src/contract/configuration.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { ListScreen } from '../ui/ListScreen.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { Empty } from '../ui/States.tsx';
import { ConfigurationStatus } from './ConfigurationStatus.tsx';

const STATUSES = ['active', 'paused', 'error', 'disabled'] as const;

const Table = DataTable<Configuration>;
const Col = DataTable.Col<Configuration>;

export default function ConfigurationList(): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  return (
    <ListScreen
      resource="configurations"
      title={say('configurations.title')}
      sub={say('configurations.sub')}
      sort={{ field: 'name', order: 'ASC' }}
      filters={
        <>
          <SearchInput source="q" placeholder={say('configurations.search')} />
          <SelectInput
            source="status"
            label={say('configurations.status')}
            choices={STATUSES.map((id) => ({ id, name: say(`words.configuration_status.${id}`) }))}
            translateChoice={false}
          />
        </>
      }
      empty={<Empty title={say('configurations.empty')} text={say('configurations.empty_hint')} />}
    >
      <Table rowClick="show" bulkActionButtons={false}>
        <Col source="name" label={say('configurations.name')} />
        <Col
          source="status"
          label={say('configurations.status')}
          render={(one) => <ConfigurationStatus status={one.status} />}
        />
        <Col
          source="frequency"
          label={say('configurations.frequency')}
          render={(one) => say(`words.frequency.${one.frequency}`)}
        />
        <Col
          source="success_rate"
          label={say('configurations.success_rate')}
          render={(one) => (one.success_rate === null ? '–' : formats.percent(one.success_rate))}
        />
        <Col
          source="last_sync_at"
          label={say('configurations.last_sync')}
          render={(one) => <RelativeTime at={one.last_sync_at} />}
        />
        <Col
          source="next_sync_at"
          label={say('configurations.next_sync')}
          render={(one) => <RelativeTime at={one.next_sync_at} />}
        />
      </Table>
    </ListScreen>
  );
}
