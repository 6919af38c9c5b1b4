import type { DemoAttendee, DemoBuyer, DemoOrder } from '../../../src/demo/model.ts';

/** Somebody as the backend must name them; '' where nobody knows. */
export interface ModelName {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
}

export interface ModelPerson extends ModelName {
  /** Something of it was an erased buyer's. */
  readonly erased: boolean;
}

export const NOBODY: ModelPerson = { firstName: '', lastName: '', email: '', erased: true };

export function modelBuyer(order: DemoOrder): ModelName {
  if (order.anonymised) return { firstName: '', lastName: '', email: '' };
  const { firstName, lastName, email } = order.buyer;
  return { firstName, lastName, email };
}

/** An attendee without what is an erased buyer's. */
export function modelAttendee(
  { attendee }: { readonly attendee: DemoAttendee },
  erased: readonly DemoBuyer[],
): ModelPerson {
  const { firstName, lastName, email } = attendee;
  const is = (known: string, theirs: string): boolean =>
    known !== '' && known.trim().toLowerCase() === theirs.trim().toLowerCase();
  const left = {
    firstName: erased.some((buyer) => is(firstName, buyer.firstName)) ? '' : firstName,
    lastName: erased.some((buyer) => is(lastName, buyer.lastName)) ? '' : lastName,
    email: erased.some((buyer) => is(email, buyer.email)) ? '' : email,
  };
  const changed = left.firstName !== firstName || left.lastName !== lastName || left.email !== email;
  return { ...left, erased: changed };
}
