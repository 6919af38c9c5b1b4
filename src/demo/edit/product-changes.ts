import type { DemoEvent, DemoProduct, DemoVariation } from '../model/catalogue-model.ts';
import type { StoreEditor } from './store-editor.ts';

/** Saves a product, so that its date changes. */
export async function editProduct(
  store: StoreEditor,
  id: number,
  edit: Partial<Pick<DemoProduct, 'title' | 'price' | 'status' | 'description'>>,
): Promise<void> {
  const modifiedAtUtc = store.pass(60);
  await store.saveProduct({ ...store.product(id), ...edit, modifiedAtUtc });
}

/** Changes the plugin's data of the event. This writes only metas and changes no date. */
export async function editEvent(store: StoreEditor, id: number, edit: Partial<DemoEvent>): Promise<void> {
  store.pass(60);
  const product = store.product(id);
  if (product.event === null) throw new RangeError(`Product ${id} is no event.`);
  await store.saveProduct({ ...product, event: { ...product.event, ...edit } });
}

export async function editVariation(
  store: StoreEditor,
  id: number,
  variationId: number,
  edit: Partial<Omit<DemoVariation, 'id'>>,
): Promise<void> {
  const product = store.product(id);
  const variations = product.variations.map((one) => (one.id === variationId ? { ...one, ...edit } : one));
  await store.saveProduct({ ...product, variations, modifiedAtUtc: store.pass(60) });
}
