import { z } from 'zod';
import { accessSettingsShape, secondFactorShape } from '../../contract/access/account.ts';
import {
  auditPageShape,
  meShape,
  newTokenShape,
  newUserInput,
  tokenInput,
  tokenPageShape,
  userInput,
  userPageShape,
} from '../../contract/access/auth.ts';
import { alertDeliveryShape, alertPageShape } from '../../contract/alert.ts';
import {
  configurationInput,
  configurationPageShape,
  configurationPatch,
  startedOrderShape,
  startedShape,
} from '../../contract/configuration.ts';
import { conflictPageShape, localEditPageShape } from '../../contract/conflict.ts';
import {
  connectionTestInput,
  connectionTestShape,
  credentialsInput,
  credentialsPageShape,
  credentialsPatch,
  webhooksShape,
} from '../../contract/credentials.ts';
import { productsPreviewShape } from '../../contract/effects/products-preview.ts';
import { settingsEffectsShape } from '../../contract/effects/settings-effects.ts';
import {
  changePageShape,
  executionDetailShape,
  executionPageShape,
  logPageShape,
  rejectPageShape,
} from '../../contract/execution.ts';
import { leftOutShape, leftOutTotalsShape } from '../../contract/left-out.ts';
import { liveShape, storeCostShape } from '../../contract/live.ts';
import { statsShape, systemHealthShape } from '../../contract/management.ts';
import { notePageShape } from '../../contract/note.ts';
import { listedRejectPageShape } from '../../contract/rejects.ts';
import { approvedRemovalShape, heldOrderPageShape, heldRemovalPageShape } from '../../contract/removals.ts';
import { amountShape, decimalShape, idShape, instantShape } from '../../contract/scalars.ts';
import { searchShape } from '../../contract/search.ts';
import { storeComparisonShape } from '../../contract/store-comparison.ts';
import { eventDetailShape, eventEditInput, eventPageShape } from '../../contract/ticketing/events.ts';
import { explanationShape } from '../../contract/ticketing/explanation.ts';
import { orderDetailShape, orderHistoryShape, orderPageShape } from '../../contract/ticketing/orders.ts';
import { organizerPageShape } from '../../contract/ticketing/organizers.ts';
import { refundDetailShape, refundPageShape } from '../../contract/ticketing/refunds.ts';
import { tierDetailShape, tierEditInput, tierPageShape } from '../../contract/ticketing/ticket-tiers.ts';
import {
  gateInput,
  gateReplyShape,
  ticketDetailShape,
  ticketEditInput,
  ticketPageShape,
} from '../../contract/ticketing/tickets.ts';

/** Lists whose page and whose rows have a name: `Ticket` in `TicketPage`. */
const PAGES = {
  Alert: alertPageShape,
  AuditEntry: auditPageShape,
  Change: changePageShape,
  Configuration: configurationPageShape,
  Conflict: conflictPageShape,
  Credentials: credentialsPageShape,
  Event: eventPageShape,
  Execution: executionPageShape,
  HeldOrder: heldOrderPageShape,
  HeldRemoval: heldRemovalPageShape,
  ListedReject: listedRejectPageShape,
  LocalEdit: localEditPageShape,
  LogLine: logPageShape,
  Note: notePageShape,
  Order: orderPageShape,
  OrderChange: orderHistoryShape,
  Organizer: organizerPageShape,
  Refund: refundPageShape,
  Reject: rejectPageShape,
  Ticket: ticketPageShape,
  TicketTier: tierPageShape,
  Token: tokenPageShape,
  User: userPageShape,
};

/** Everything else that several operations share, or that a client wants to name. */
const MODELS = {
  Amount: amountShape,
  Decimal: decimalShape,
  Id: idShape,
  Instant: instantShape,
  AccessSettings: accessSettingsShape,
  AlertDelivery: alertDeliveryShape,
  ApprovedRemoval: approvedRemovalShape,
  CheckIn: gateInput,
  CheckedTicket: gateReplyShape,
  ConfigurationInput: configurationInput,
  ConfigurationPatch: configurationPatch,
  ConnectionTest: connectionTestShape,
  ConnectionTestInput: connectionTestInput,
  CredentialsInput: credentialsInput,
  CredentialsPatch: credentialsPatch,
  EventDetail: eventDetailShape,
  EventEdit: eventEditInput,
  ExecutionDetail: executionDetailShape,
  Explanation: explanationShape,
  LeftOut: leftOutShape,
  LeftOutTotals: leftOutTotalsShape,
  Live: liveShape,
  Me: meShape,
  NewToken: newTokenShape,
  NewUser: newUserInput,
  OrderDetail: orderDetailShape,
  ProductsPreview: productsPreviewShape,
  RefundDetail: refundDetailShape,
  SearchResults: searchShape,
  SecondFactor: secondFactorShape,
  SettingsEffects: settingsEffectsShape,
  Started: startedShape,
  StartedOrder: startedOrderShape,
  Stats: statsShape,
  StoreComparison: storeComparisonShape,
  StoreCost: storeCostShape,
  SystemHealth: systemHealthShape,
  TicketDetail: ticketDetailShape,
  TicketEdit: ticketEditInput,
  TicketTierDetail: tierDetailShape,
  TicketTierEdit: tierEditInput,
  TokenInput: tokenInput,
  UserInput: userInput,
  Webhooks: webhooksShape,
};

/**
 * Gives the shapes of the contract the names that the description of the API has in `components.schemas`. Clients that are
 * generated from it have types of these names.
 */
export function nameModels(): void {
  for (const [name, page] of Object.entries(PAGES)) {
    nameModel(`${name}Page`, page);
    nameModel(name, page.shape.results.element);
  }
  for (const [name, shape] of Object.entries(MODELS)) nameModel(name, shape);
}

function nameModel(id: string, shape: z.ZodType): void {
  z.globalRegistry.add(shape, { ...z.globalRegistry.get(shape), id });
}
