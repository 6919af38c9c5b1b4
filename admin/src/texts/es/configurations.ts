import type { configurations as english } from '../en/configurations.ts';
import type { Texts } from '../texts.ts';

export const configurations: Texts<typeof english> = {
  title: 'Configuraciones',
  sub: 'Cada una mantiene un producto de una tienda como un evento.',
  new: 'Nueva configuración',
  search: 'Buscar por nombre, evento o producto',
  empty: 'Aún no se sincroniza ningún producto',
  empty_hint: 'Elija un producto de su tienda: en minutos tendrá aquí sus pedidos y entradas.',
  name: 'Nombre',
  status: 'Estado',
  frequency: 'Frecuencia',
  success_rate: 'Éxito',
  last_sync: 'Última sincronización',
  next_sync: 'Próxima',
  tickets: 'Entradas',
};
