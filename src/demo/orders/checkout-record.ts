import type { DemoEvent, DemoField } from '../model/catalogue-model.ts';
import type { DemoAnswer, DemoAttendee, DemoCheckoutEvent, DemoCheckoutTicket } from '../model/model.ts';
import type { OrderPlan, PlannedLine } from '../model/order-plan.ts';
import { inventBuyer, inventPhone, inventRemark, inventRut } from '../model/people.ts';
import type { Random } from '../model/random.ts';
import { priceOf } from './basket.ts';

/** The ticket plugin's forms at the checkout: one for each unit, grouped by event in the basket's order. */
export function recordCheckout(random: Random, plan: OrderPlan, number: number): DemoCheckoutEvent[] {
  const byEvent = new Map<number, DemoCheckoutTicket[]>();
  let asked = 0;
  for (const line of plan.basket) {
    if (line.product.event === null) continue;
    const tickets = byEvent.get(line.product.id) ?? [];
    byEvent.set(line.product.id, tickets);
    for (let unit = 0; unit < line.quantity; unit += 1) {
      tickets.push(fillForm(random, plan, line, line.product.event, number * 100 + asked, asked === 0));
      asked += 1;
    }
  }
  return [...byEvent].map(([productId, tickets]) => ({ productId, tickets }));
}

function fillForm(
  random: Random,
  plan: OrderPlan,
  line: PlannedLine,
  event: DemoEvent,
  number: number,
  first: boolean,
): DemoCheckoutTicket {
  const attendee = attendeeOf(random, plan, number, first);
  return {
    variationId: line.variation?.id ?? 0,
    attributes: line.variation?.attributes ?? [],
    price: priceOf(line).CLP,
    attendee: event.asksForContact ? attendee : { ...attendee, phone: '', company: '', designation: '' },
    answers:
      plan.forms === 'blank'
        ? []
        : event.fields.map((field) => ({ key: field.key, typed: answerTo(random, field, number) })),
  };
}

function attendeeOf(random: Random, plan: OrderPlan, number: number, first: boolean): DemoAttendee {
  const blank: DemoAttendee = {
    firstName: '',
    lastName: '',
    email: '',
    phone: '',
    company: '',
    designation: '',
  };
  if (plan.forms === 'blank') return blank;
  const mine = plan.forms === 'buyer' || (first && random.chance(70));
  const person = mine ? plan.buyer : { ...inventBuyer(random, number), phone: inventPhone(random) };
  return {
    ...person,
    email: !mine && random.chance(6) ? '' : person.email,
    company: random.chance(15) ? 'Cooperativa Tres Robles' : '',
    designation: random.chance(10) ? 'Encargada/o' : '',
  };
}

function answerTo(random: Random, field: DemoField, number: number): DemoAnswer['typed'] {
  switch (field.asks) {
    case 'rut':
      return inventRut(random);
    case 'choice':
      return random.chance(15)
        ? field.preset
        : (field.options[random.between(0, field.options.length - 1)] ?? '');
    case 'birthday':
      return `${two(random.between(1, 28))}/${two(random.between(1, 12))}/${random.between(1946, 2008)}`;
    case 'email':
      return random.chance(30) ? `otro${number}@example.org` : '';
    case 'remark':
      return inventRemark(random);
    case 'consent':
      return random.chance(60) ? '1' : '';
    case 'country':
      return random.pick(['CL', 'CL', 'AR', 'PE']);
    case 'number':
      return random.chance(80) ? String(random.between(14, 81)) : '';
  }
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
