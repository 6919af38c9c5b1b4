import type { SvgIconComponent } from '@mui/icons-material';
import ConfigurationIcon from '@mui/icons-material/ConfirmationNumberOutlined';
import ExecutionIcon from '@mui/icons-material/PlayCircleOutlined';
import DashboardIcon from '@mui/icons-material/SpaceDashboardOutlined';
import type { TextKey } from '../texts/dictionary.ts';

interface ScreenEntry {
  /** The resource whose reading the screen needs. */
  readonly name: string;
  readonly path: string;
  readonly text: TextKey;
  readonly Icon: SvgIconComponent;
}

interface ScreenGroup {
  readonly label: TextKey | null;
  readonly screens: readonly ScreenEntry[];
}

/** The menu. */
export const SCREEN_GROUPS: readonly ScreenGroup[] = [
  {
    label: null,
    screens: [
      { name: 'dashboard', path: '/', text: 'dashboard.title', Icon: DashboardIcon },
      {
        name: 'configurations',
        path: '/configurations',
        text: 'configurations.title',
        Icon: ConfigurationIcon,
      },
      { name: 'executions', path: '/executions', text: 'executions.title', Icon: ExecutionIcon },
    ],
  },
];
