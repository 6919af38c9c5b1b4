import type { DemoAttendee, DemoBuyer, DemoOrder } from '../../../src/demo/model/model.ts';

/** An attendee as expected in the backend; '' for unknown values. */
export interface ModelName {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
}

export interface ModelPerson extends ModelName {
  /** Some of the data belonged to an erased buyer. */
  readonly erased: boolean;
}

export const ERASED: ModelPerson = { firstName: '', lastName: '', email: '', erased: true };

export function modelBuyer(order: DemoOrder): ModelName {
  if (order.anonymised) return { firstName: '', lastName: '', email: '' };
  const { firstName, lastName, email } = order.buyer;
  return { firstName, lastName, email };
}

/** An attendee without an erased buyer's data. */
export function modelAttendee(
  { attendee }: { readonly attendee: DemoAttendee },
  erased: readonly DemoBuyer[],
): ModelPerson {
  const { firstName, lastName, email } = attendee;
  const folded = (text: string): string => text.trim().toLowerCase();
  const whole = folded(`${firstName} ${lastName}`);
  const isBuyer =
    whole !== '' && erased.some((buyer) => folded(`${buyer.firstName} ${buyer.lastName}`) === whole);
  const left = {
    firstName: isBuyer ? '' : firstName,
    lastName: isBuyer ? '' : lastName,
    email: email !== '' && erased.some((buyer) => folded(buyer.email) === folded(email)) ? '' : email,
  };
  const changed = left.firstName !== firstName || left.lastName !== lastName || left.email !== email;
  return { ...left, erased: changed };
}
