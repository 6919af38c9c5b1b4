import type { SvgIconComponent } from '@mui/icons-material';
import TicketIcon from '@mui/icons-material/BadgeOutlined';
import ConflictIcon from '@mui/icons-material/CallSplitOutlined';
import ConfigurationIcon from '@mui/icons-material/ConfirmationNumberOutlined';
import RefundIcon from '@mui/icons-material/CurrencyExchange';
import EventIcon from '@mui/icons-material/EventOutlined';
import OrganizerIcon from '@mui/icons-material/GroupsOutlined';
import TierIcon from '@mui/icons-material/LocalActivityOutlined';
import ExecutionIcon from '@mui/icons-material/PlayCircleOutlined';
import OrderIcon from '@mui/icons-material/ReceiptLongOutlined';
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
      { name: 'conflicts', path: '/conflicts', text: 'conflicts.title', Icon: ConflictIcon },
    ],
  },
  {
    label: 'layout.group_sales',
    screens: [
      { name: 'events', path: '/events', text: 'events.title', Icon: EventIcon },
      { name: 'orders', path: '/orders', text: 'orders.title', Icon: OrderIcon },
      { name: 'tickets', path: '/tickets', text: 'tickets.title', Icon: TicketIcon },
      { name: 'refunds', path: '/refunds', text: 'refunds.title', Icon: RefundIcon },
      { name: 'ticket-tiers', path: '/ticket-tiers', text: 'ticket_tiers.title', Icon: TierIcon },
      { name: 'organizers', path: '/organizers', text: 'organizers.title', Icon: OrganizerIcon },
    ],
  },
];
