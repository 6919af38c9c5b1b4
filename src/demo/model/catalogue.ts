import { parseMoney } from '../../kernel/money/money.ts';
import type {
  DemoAttribute,
  DemoCoupon,
  DemoEvent,
  DemoField,
  DemoPrice,
  DemoProduct,
  DemoVariation,
} from './catalogue-model.ts';
import type { DemoAttributeValue } from './model.ts';
import type { UtcSeconds } from './site-clock.ts';

export const MAIN_EVENT_ID = 173_911;
export const THREE_DAY_EVENT_ID = 173_941;
export const MERCH_ID = 173_951;
export const DELETED_EVENT_ID = 173_990;

const OPENED_AT_UTC: UtcSeconds = Date.UTC(2025, 2, 1, 12, 0, 0) / 1000;

/** Everything that the store sells, by id. */
export const PRODUCTS: readonly DemoProduct[] = [
  product(MAIN_EVENT_ID, 'Evento Híbrido 2025', 'HIB-2025', {
    description: 'Una noche en sala y por transmisión en vivo.',
    attributes: [custom('Tipo de acceso', ['Sala', 'Sala preferente', 'Estudiante', 'Transmisión'])],
    variations: [
      tier(173_912, 'Sala', price('22000', '23.90'), { key: 'tipo-de-acceso', value: 'Sala' }),
      tier(173_913, 'Sala preferente', price('48000', '51.50'), {
        key: 'tipo-de-acceso',
        value: 'Sala preferente',
      }),
      {
        ...tier(173_914, 'Estudiante', price('12000', '12.95'), {
          key: 'tipo-de-acceso',
          value: 'Estudiante',
        }),
        regularPriceClp: parseMoney('15000'),
        stock: 350,
      },
      tier(173_915, 'Transmisión', price('8990', '9.75'), { key: 'tipo-de-acceso', value: 'Transmisión' }),
    ],
    event: event('2025-11-15 19:30:00', {
      endsLocal: null,
      venue: 'Sala Alerce, Valdivia',
      gps: '-39.8142,-73.2459',
      fields: [
        field('rutkqzvbnmwxasdfghjo', 'RUT o pasaporte', 'text', 'rut', { required: true }),
        field('menuplokijuhygtfrdes', 'Alimentación', 'select', 'choice', {
          options: ['Omnívora', 'Vegetariana', 'Vegana', 'Sin gluten'],
        }),
        field('nacemznxbcvlaksjdhfg', 'Fecha de nacimiento', 'date', 'birthday', {}),
        field('correoqpwoeirutyalsk', 'Otro correo', 'email', 'email', {}),
        field(
          'apoyozmxncbvlskdjfhg',
          '¿Qué apoyos necesitas? (silla, "señas" y/u otros)',
          'textarea',
          'remark',
          {},
        ),
        field('reglasqazwsxedcrfvtg', 'Acepto las reglas de la sala', 'checkbox', 'consent', {}),
      ],
    }),
  }),
  product(173_921, 'Taller de encuadernación', 'TAL-ENC', {
    description: 'Cuatro horas, materiales incluidos.',
    price: price('18500', '19.90'),
    stock: 900,
    event: event('2025-09-20 10:00:00', {
      asksForContact: false,
      venue: '',
      gps: '',
      fields: [
        field('nivelyhnujmikolpqazw', 'Experiencia', 'radio', 'choice', {
          options: ['Ninguna', 'Alguna', 'Mucha'],
          preset: 'Ninguna',
        }),
        field('paisxswedcvfrtgbnhyu', 'País', 'country', 'country', {}),
        field('edadmkoijnbhuygvcftr', 'Edad', 'numbers', 'number', {}),
      ],
    }),
  }),
  product(173_931, 'Recital Viento &amp; Ceniza 🎻', 'REC-VYC', {
    description: 'Música de cámara con lecturas.',
    attributes: [
      { key: 'pa_sector', label: 'Sector', taxonomy: true, options: ['platea', 'balcon', 'galeria-norte'] },
    ],
    variations: [
      tier(173_932, 'Platea', price('31990', '34.40'), { key: 'pa_sector', value: 'platea' }),
      tier(173_933, 'Balcón', price('19990', '21.50'), { key: 'pa_sector', value: 'balcon' }),
      tier(173_934, 'Galería norte', price('9990', '10.75'), { key: 'pa_sector', value: 'galeria-norte' }),
    ],
    event: event('2025-12-05 20:00:00', {
      endsLocal: null,
      venue: 'Teatro del Muelle',
      gps: '',
      numberPrefix: 'VC-',
      numberSuffix: '-25',
    }),
  }),
  product(THREE_DAY_EVENT_ID, 'Encuentro de Tres Jornadas', 'ENC-3J', {
    description: 'Tres días de charlas y mesas de trabajo.',
    attributes: [custom('Pase', ['Tres días', 'Un día']), custom('Modalidad', ['Presencial', 'Remota'])],
    variations: [
      tier(
        173_942,
        'Tres días, Presencial',
        price('75000', '80.60'),
        { key: 'pase', value: 'Tres días' },
        { key: 'modalidad', value: 'Presencial' },
      ),
      tier(
        173_943,
        'Tres días, Remota',
        price('36000', '38.70'),
        { key: 'pase', value: 'Tres días' },
        { key: 'modalidad', value: 'Remota' },
      ),
    ],
    event: event('2025-10-09 09:00:00', {
      endsLocal: '2025-10-11 18:00:00',
      days: 3,
      venue: 'Centro de Extensión Ribera',
      gps: '',
    }),
  }),
  product(MERCH_ID, 'Bolsa de tela', 'BOLSA', {
    description: 'Algodón crudo, impresa a mano.',
    price: price('7490', '8.10'),
    stock: 5000,
    shipped: true,
  }),
  product(173_961, 'Conversatorio abierto', 'CONV', {
    description: 'Entrada liberada con inscripción.',
    price: price('0', '0'),
    event: event('2025-08-28 18:30:00', { asksForContact: false, venue: 'Biblioteca Municipal', gps: '' }),
  }),
  product(173_971, 'Función por anunciar', 'POR-ANUNCIAR', {
    description: '',
    price: price('11000', '11.85'),
    status: 'draft',
    event: event('2026-03-20 21:00:00', { asksForContact: false, venue: '', gps: '' }),
  }),
  product(173_981, 'Ensayo general', 'ENSAYO', {
    description: 'Suspendido.',
    price: price('6000', '6.45'),
    status: 'trash',
    event: event('2025-07-11 19:00:00', { asksForContact: false, venue: '', gps: '' }),
  }),
  product(DELETED_EVENT_ID, 'Muestra de invierno', 'MUESTRA', {
    description: '',
    price: price('5500', '5.90'),
    status: 'deleted',
    event: event('2025-06-27 19:00:00', { asksForContact: false, venue: '', gps: '' }),
  }),
];

export const COUPONS: readonly DemoCoupon[] = [
  { id: 174_001, code: 'otono15', kind: 'percent', amount: 15, variationId: null },
  { id: 174_002, code: 'cortesia', kind: 'percent', amount: 100, variationId: null },
  { id: 174_003, code: 'menos4mil', kind: 'fixed_cart', amount: 4000, variationId: null },
  { id: 174_004, code: 'preferente7', kind: 'fixed_product', amount: 7000, variationId: 173_913 },
];

/** The first id for orders and tickets. */
export const FIRST_ORDER_ID = 174_101;

type ProductParts = Partial<Omit<DemoProduct, 'id' | 'title' | 'sku' | 'createdAtUtc' | 'modifiedAtUtc'>>;

function product(id: number, title: string, sku: string, parts: ProductParts): DemoProduct {
  return {
    id,
    title,
    sku,
    description: '',
    status: 'publish',
    price: null,
    stock: null,
    shipped: false,
    attributes: [],
    variations: [],
    event: null,
    createdAtUtc: OPENED_AT_UTC,
    modifiedAtUtc: OPENED_AT_UTC,
    ...parts,
  };
}

function tier(
  id: number,
  label: string,
  tierPrice: DemoPrice,
  ...attributes: DemoAttributeValue[]
): DemoVariation {
  return { id, label, price: tierPrice, regularPriceClp: null, stock: null, attributes };
}

function price(clp: string, usd: string): DemoPrice {
  return { CLP: parseMoney(clp), USD: parseMoney(usd) };
}

function custom(label: string, options: readonly string[]): DemoAttribute {
  return { key: label.toLowerCase().replaceAll(' ', '-'), label, taxonomy: false, options };
}

function event(startsLocal: string, parts: Partial<DemoEvent>): DemoEvent {
  return {
    startsLocal,
    endsLocal: `${startsLocal.slice(0, 10)} 23:00:00`,
    days: 1,
    venue: '',
    gps: '',
    asksForContact: true,
    numberPrefix: '',
    numberSuffix: '',
    fields: [],
    ...parts,
  };
}

function field(
  key: string,
  label: string,
  type: DemoField['type'],
  asks: DemoField['asks'],
  parts: Partial<DemoField>,
): DemoField {
  return { key, label, type, asks, options: [], preset: '', required: false, ...parts };
}
