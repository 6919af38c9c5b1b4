import { sentence } from './sentence.ts';

/** Why a store must not take the place of the one for which a configuration was created. */
export const STORE_IDENTITY_SENTENCES = {
  addressChanged: sentence(
    'store.address-changed',
    'The store answers at {found}; it was at {kept}. Its orders are the same. Nothing is synced until somebody confirms the new address, or says that this is another store.',
    'La tienda responde en {found}; estaba en {kept}. Sus pedidos son los mismos. No se sincroniza nada hasta que alguien confirme la nueva dirección o indique que es otra tienda.',
  ),
  otherStore: sentence(
    'store.other-store',
    'The store at {found} is another one than the store of this configuration ({kept}): the product {product} or the oldest orders are different, or somebody said so.',
    'La tienda en {found} no es la de esta configuración ({kept}): el producto {product} o los pedidos más antiguos son distintos, o alguien indicó que es otra tienda.',
  ),
  productChanged: sentence(
    'store.product-changed',
    'The store at {found} is the right one, but its product {product} has another creation date than before. Nothing is synced until somebody confirms that it is the same event.',
    'La tienda en {found} es la correcta, pero la fecha de creación de su producto {product} cambió. No se sincroniza nada hasta que alguien confirme que es el mismo evento.',
  ),
  olderCopy: sentence(
    'store.older-copy',
    'The store at {found} cannot take the place of {kept}: {orders} orders that Taquilla holds are missing there, {edits} are in an older state, {replaced} ids belong to something else, and {checkIns} check-ins are missing; the newest change it lacks is of {newest}. It looks like a copy or an older backup.',
    'La tienda en {found} no puede ocupar el lugar de {kept}: le faltan {orders} pedidos que Taquilla tiene, {edits} están en un estado anterior, {replaced} números son de otra cosa y faltan {checkIns} ingresos; el cambio más reciente que le falta es del {newest}. Parece una copia de la tienda o una copia de seguridad antigua.',
  ),
  olderState: sentence(
    'store.older-state',
    'The store at {found} went back in time: {orders} orders that Taquilla holds are missing, {edits} are in an older state, {replaced} ids belong to something else, and {checkIns} check-ins are missing; the newest change it lacks is of {newest}. It looks like a restored backup or a copy. Nothing is synced until the store has caught up, or somebody decides.',
    'La tienda en {found} retrocedió en el tiempo: le faltan {orders} pedidos que Taquilla tiene, {edits} están en un estado anterior, {replaced} números son de otra cosa y faltan {checkIns} ingresos; el cambio más reciente que le falta es del {newest}. Parece una copia de seguridad restaurada o una copia de la tienda. No se sincroniza nada hasta que la tienda se ponga al día o alguien decida.',
  ),
};
