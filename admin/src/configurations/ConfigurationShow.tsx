import { Link } from '@mui/material';
import type { ReactElement } from 'react';
import { useParams } from 'react-router-dom';
import type { Configuration } from '../../../src/contract/configuration.ts';
import { RejectsView } from '../executions/RejectsView.tsx';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { ScreenHead } from '../ui/ScreenHead.tsx';
import { Failed, Loading } from '../ui/States.tsx';
import { TabBar } from '../ui/TabBar.tsx';
import { useTab } from '../ui/use-tab.ts';
import { useWhole } from '../ui/use-whole.ts';
import { ConfigurationActions } from './ConfigurationActions.tsx';
import { ConfigurationOverview } from './ConfigurationOverview.tsx';
import { ConfigurationStatus } from './ConfigurationStatus.tsx';
import { ExecutionsOf } from './ExecutionsOf.tsx';
import { NotesView } from './NotesView.tsx';
import { Settings } from './Settings.tsx';

const TABS = ['overview', 'executions', 'rejects', 'notes', 'settings'] as const;

export default function ConfigurationShow(): ReactElement {
  const { id = '' } = useParams();
  const { data, error, refetch } = useWhole<Configuration>('configurations', id);
  if (data !== undefined) return <Shown configuration={data} />;
  return error === null ? <Loading rows={8} /> : <Failed error={error} onRetry={() => void refetch()} />;
}

function Shown({ configuration }: { readonly configuration: Configuration }): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  const [tab, setTab] = useTab(TABS);
  const { id, name, store_url, woocommerce_product_id, open_rejects, notes, total_executions } =
    configuration;
  const counts: Partial<Record<(typeof TABS)[number], string>> = {
    ...(total_executions > 0 && { executions: formats.count(total_executions) }),
    ...(open_rejects > 0 && { rejects: formats.count(open_rejects) }),
    ...(notes > 0 && { notes: formats.count(notes) }),
  };
  return (
    <>
      <ScreenHead
        title={name}
        back={{ to: '/configurations', label: say('configurations.title') }}
        state={<ConfigurationStatus {...configuration} />}
        sub={
          <>
            {say('configurations.product_of', { product: String(woocommerce_product_id) })}{' '}
            <Link href={store_url} target="_blank" rel="noreferrer">
              {hostOf(store_url)}
            </Link>
          </>
        }
        actions={<ConfigurationActions configuration={configuration} />}
      />
      <TabBar
        label={say('configurations.parts')}
        value={tab}
        onChange={setTab}
        tabs={TABS.map((value) => {
          const count = counts[value];
          return { value, label: say(`configurations.tab_${value}`), ...(count !== undefined && { count }) };
        })}
      />
      {tab === 'overview' && <ConfigurationOverview configuration={configuration} />}
      {tab === 'executions' && <ExecutionsOf configuration={id} />}
      {tab === 'rejects' && (
        <RejectsView
          of={{ resource: 'open-rejects', filter: { configuration: id } }}
          leftOut={configuration.left_out}
        />
      )}
      {tab === 'notes' && <NotesView configuration={id} />}
      {tab === 'settings' && <Settings configuration={configuration} />}
    </>
  );
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
