import { invalidField } from '../../kernel/field-faults.ts';
import type { FormAnswer } from '../../ticketing/model/store-order.ts';
import { jsonbText } from '../tables/column-text.ts';
import type { EditableField } from './edit-state.ts';
import { type FormQuestion, unanswered } from './form-questions.ts';

/** A corrected answer of a form. */
export interface GivenAnswer {
  readonly key: string;
  readonly value: string;
}

/**
 * The answers of a form with some of them corrected, as the text of their column. An answer that the store has and that
 * is missing here comes back, and a question of the form that has no answer gets one. A question that the form does not
 * have cannot be answered.
 *
 * @param questions the questions of the form of the ticket's product
 *
 * @throws invalid `http.invalid-request`
 */
export function changeAnswers(
  { field, ours, store }: EditableField,
  given: readonly GivenAnswer[],
  questions: readonly FormQuestion[],
): string {
  const answers = [...answersOf(ours)];
  for (const answer of answersOf(store)) {
    const isAsked = given.some(({ key }) => key === answer.key);
    if (isAsked && !answers.some(({ key }) => key === answer.key)) answers.push(answer);
  }
  const values = new Map(given.map(({ key, value }) => [key, value]));
  const open = unanswered(questions, answers);
  for (const { key, label } of open) {
    if (values.has(key) && values.get(key) !== '') answers.push({ key, label, value: '' });
    else values.delete(key);
  }
  for (const key of values.keys()) {
    if (!answers.some((answer) => answer.key === key)) throw invalidField(field, 'no_such_answer');
  }
  return jsonbText(answers.map((answer) => ({ ...answer, value: values.get(answer.key) ?? answer.value })));
}

function answersOf(text: string | null): readonly FormAnswer[] {
  return text === null ? [] : (JSON.parse(text) as readonly FormAnswer[]);
}
