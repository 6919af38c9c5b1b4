import type { StoreForm } from '../../ticketing/model/store-event.ts';
import type { AnswerLabels } from './ticket-plugin.ts';

export function labelsOf(form: StoreForm | null): AnswerLabels {
  return new Map((form?.fields ?? []).map(({ key, label }) => [key, label]));
}
