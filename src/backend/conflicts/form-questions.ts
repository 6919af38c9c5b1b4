import { ANSWER_KEY_PREFIX } from '../../vocabulary/ticketing.ts';
import { type Queryable, queryRows } from '../database.ts';

/** A question that the form of a ticket's product asks now. */
export interface FormQuestion {
  /** The key of its answer: the question's own with a prefix. */
  readonly key: string;
  readonly label: string;
  readonly type: string;
  readonly options: readonly string[];
  readonly required: boolean;
}

/** In the order of the form; empty if the product has none. */
export async function questionsOfTicket(db: Queryable, ticketId: string): Promise<readonly FormQuestion[]> {
  return await queryRows<FormQuestion>(
    db,
    `select $2::text || q.key as key, q.label, q.type, q.options, q.required
     from tickets t join events e on e.id = t.event_id
       join forms f on f.event_id = t.event_id and coalesce(f.woo_product_id, e.woo_product_id) = t.woo_product_id
       join form_fields q on q.form_id = f.id and q.removed_at is null
     where t.id = $1 order by q.position, q.key`,
    [ticketId, ANSWER_KEY_PREFIX],
  );
}

/**
 * The questions that these answers leave open. Imports and old versions of a ticket plugin name an answer by its label,
 * so a question whose label an answer has is answered.
 */
export function unanswered(
  questions: readonly FormQuestion[],
  answers: readonly { readonly key: string; readonly label: string | null }[],
): readonly FormQuestion[] {
  return questions.filter(
    (question) => !answers.some(({ key, label }) => key === question.key || label === question.label),
  );
}

/**
 * The keys of the answers that are ticks: `1`, or empty. An answer under another key than its question's has the type
 * of the questions with its label, if they all agree.
 */
export function tickBoxes(
  questions: readonly FormQuestion[],
  answers: readonly { readonly key: string; readonly label: string | null }[],
): readonly string[] {
  const isTick = ({ type }: FormQuestion): boolean => type === 'checkbox';
  const keys = new Set(questions.map(({ key }) => key));
  const named = answers.filter(({ key, label }) => {
    const asked = questions.filter((question) => question.label === label);
    return !keys.has(key) && asked.length > 0 && asked.every(isTick);
  });
  return [...questions.filter(isTick), ...named].map(({ key }) => key);
}
