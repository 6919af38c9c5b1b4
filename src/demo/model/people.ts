import type { DemoAddress, DemoBuyer, DemoCustomer } from './model.ts';
import type { Random } from './random.ts';
import type { UtcSeconds } from './site-clock.ts';

/** Invented people. Their e-mail addresses use domains that are reserved for examples. */
const FIRST_NAMES = [
  'Abigaíl',
  'Bautista',
  'Consuelo',
  'Damián',
  'Elisa',
  'Facundo',
  'Greta',
  'Hernán',
  'Inés',
  'Julieta',
  'Leandro',
  'Maite',
  'Nahuel',
  'Olga',
  'Pascual',
  'Rayén',
  'Simón',
  'Teresa',
  'Úrsula',
  'Víctor',
  'Ximena',
  'Yerko',
] as const;
const LAST_NAMES = [
  'Albornoz',
  'Bustos',
  'Cárcamo',
  'Durán',
  'Etcheverry',
  'Farías',
  'Güell',
  'Huenchumil',
  'Iturra',
  'Jara',
  'Lefimil',
  'Maturana',
  'Norambuena',
  'Oyarzún',
  'Pizarro',
  'Quezada',
  'Riffo',
  'Saldaña',
  'Ulloa',
  'Vergara',
  'Yáñez',
] as const;

/** Names that careless programs cannot handle: with quotes, markup, other scripts or emoji, or empty. */
export const HOSTILE_NAMES: readonly (readonly [firstName: string, lastName: string])[] = [
  ['🎭 Lucía 🎺', 'Ríos 👩🏿‍🎤'],
  ['ليلى', 'بن يوسف'],
  ['נועה', 'ברקוביץ׳'],
  ["D'Arcy", "O'Shea-N'Diaye"],
  ['Barra \\ invertida', "L'Été\\Nord \\"],
  ['', ''],
  ['<i>Cursiva</i>', 'R&D &eacute; < 5'],
  ["'; DELETE FROM pedidos; --", '1=1'],
  ['Dijo "sí"', '“Raras” «comillas»'],
  ['NULL', 'null'],
  ['  Con   huecos ', ' al borde '],
  ['Tab\tadentro', 'Salto\nde línea'],
  ['山田', '太郎'],
  ['Ce\u200bro', 'Ancho\ufeff nb\u2011guion'],
  ['50%_des%20c', '=SUMA(A1;B2)'],
  ['Bartolomé '.repeat(18).trim(), 'Larguísimo-Apellido-'.repeat(10)],
  ['N\u0308a\u0310m\u030c', '\u202eovitagen'],
  ['\\N', '0'],
  ['Renée;coma,punto|barra', '#{x}$(y)%s'],
];

const REMARKS = [
  '',
  '',
  '',
  'Silla de ruedas',
  "Lengua de señas, llego en bus O'Higgins 12\\34",
  'Soy celíaca 🌾',
  'Primera línea\nsegunda "línea" & un <3',
  'مقعد في الصف الأمامي',
] as const;

export function inventBuyer(random: Random, number: number): DemoBuyer {
  const firstName = random.pick(FIRST_NAMES);
  const lastName = random.pick(LAST_NAMES);
  return {
    firstName,
    lastName: random.chance(30) ? `${lastName} ${random.pick(LAST_NAMES)}` : lastName,
    email: `persona${number}@${random.pick(['example.com', 'example.org', 'correo.example'])}`,
    phone: inventPhone(random),
  };
}

export function hostileBuyer(random: Random, which: number): DemoBuyer {
  const [firstName, lastName] = HOSTILE_NAMES[which % HOSTILE_NAMES.length] ?? ['', ''];
  return { ...inventBuyer(random, 900_000_000 + which), firstName, lastName };
}

export function inventPhone(random: Random): string {
  return random.chance(8) ? '' : `+569${random.text(8, '0123456789')}`;
}

export function inventRemark(random: Random): string {
  return random.pick(REMARKS);
}

/** A Chilean tax number with its right check digit. */
export function inventRut(random: Random): string {
  const number = random.between(6_000_000, 26_000_000);
  let sum = 0;
  for (let rest = number, factor = 2; rest > 0; rest = Math.floor(rest / 10)) {
    sum += (rest % 10) * factor;
    factor = factor === 7 ? 2 : factor + 1;
  }
  return `${number}-${'0K987654321'.charAt(sum % 11)}`;
}

export function inventAddress(random: Random): DemoAddress {
  return {
    street: `${random.pick(['Calle Los Arrayanes', 'Pasaje El Peumo', 'Av. Río Bueno'])} ${random.between(10, 990)}`,
    city: random.pick(['Valdivia', 'Ñuñoa', 'Concón', 'Futaleufú']),
    state: random.pick(['CL-LR', 'CL-RM', 'CL-VS', 'CL-LL']),
    postcode: random.text(7, '123456789'),
    country: 'CL',
  };
}

/** People with an account; user 1 is the administrator. */
export function inventCustomers(random: Random, howMany: number, openedAtUtc: UtcSeconds): DemoCustomer[] {
  return Array.from({ length: howMany }, (_, index) => ({
    userId: index + 2,
    login: `socia${index + 1}`,
    buyer: { ...inventBuyer(random, 0), email: `socia${index + 1}@example.net` },
    registeredAtUtc: openedAtUtc + index,
  }));
}
