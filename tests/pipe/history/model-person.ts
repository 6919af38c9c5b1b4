import type { DemoAttendee, DemoBuyer, DemoOrder } from '../../../src/demo/model.ts';

/** Somebody as the backend must name them; '' where nobody knows. */
export interface ModelPerson {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
}

const NOBODY: ModelPerson = { firstName: '', lastName: '', email: '' };

export function modelBuyer(order: DemoOrder): ModelPerson {
  if (order.anonymised) return NOBODY;
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
  return {
    firstName: erased.some((buyer) => is(firstName, buyer.firstName)) ? '' : firstName,
    lastName: erased.some((buyer) => is(lastName, buyer.lastName)) ? '' : lastName,
    email: erased.some((buyer) => is(email, buyer.email)) ? '' : email,
  };
}
