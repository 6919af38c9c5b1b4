import type { FieldEdit } from '../../../src/contract/ticketing/edits.ts';

interface Answer {
  readonly key: string;
  readonly value: string;
}

/** For the answers of a form, only those that differ; any other field stays unchanged. */
export function differingAnswers({ field, ours, store }: FieldEdit): Pick<FieldEdit, 'ours' | 'store'> {
  if (field !== 'form_data' || !Array.isArray(ours) || !Array.isArray(store)) return { ours, store };
  const differing = (answers: readonly Answer[], others: readonly Answer[]): readonly Answer[] =>
    answers.filter(({ key, value }) => !others.some((other) => other.key === key && other.value === value));
  const [here, there] = [differing(ours, store), differing(store, ours)];
  // Masked answers all look alike, so a difference between them cannot be seen: then all answers are shown.
  return here.length + there.length === 0 ? { ours, store } : { ours: here, store: there };
}
