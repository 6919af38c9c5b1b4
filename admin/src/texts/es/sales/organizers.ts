import type * as english from '../../en/sales/organizers.ts';
import type { Texts } from '../../texts.ts';

export const organizers: Texts<typeof english.organizers> = {
  title: 'Organizadores',
  sub: 'De quiénes son los eventos.',
  search: 'Nombre o correo',
  empty: 'Aún no hay organizadores',
  empty_hint: 'La primera configuración que nombra a un organizador lo crea.',
  name: 'Nombre',
  email: 'Correo',
  events: 'Eventos',
};

export const ticket_tiers: Texts<typeof english.ticket_tiers> = {
  title: 'Tipos de entrada',
  sub: 'Lo que venden los eventos: cada uno es una variación del producto.',
  search: 'Buscar por nombre',
  empty: 'Aún no hay tipos de entrada',
  empty_hint: 'Los tipos de entrada aparecen aquí después de la primera sincronización de un evento.',
  price: 'Precio',
  price_in: 'Precio, en %{currency}',
  capacity: 'Cupo',
  capacity_help: 'Se fija solo aquí: ninguna sincronización lo cambia.',
  about: 'Sobre el tipo de entrada',
  details: 'Detalles',
  sold: 'Vendidas',
  left: 'Quedan',
  oversold: 'Sobreventa: %{count}',
  product: 'Producto / variación',
  not_sold: 'Ya no se vende',
};
