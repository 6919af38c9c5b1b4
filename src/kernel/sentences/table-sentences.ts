import { sentence } from './sentence.ts';

/** Errors of a table, view or column of a store, and of the account that reads them. */
export const TABLE_SENTENCES = {
  noSuchTable: sentence(
    'store.not-woocommerce',
    'The table {table} is missing in the database "{database}" at {server}: it holds no store, or an incomplete one.',
    'Falta la tabla {table} en la base de datos «{database}» en {server}: no contiene una tienda, o está incompleta.',
  ),
  tablePermission: sentence(
    'store.missing-permission',
    'The user "{user}" may not read all of the table {table} in the database "{database}" at {server}: grant it SELECT on the whole table.',
    'El usuario «{user}» no puede leer toda la tabla {table} de la base de datos «{database}» en {server}: otórguele el permiso SELECT sobre la tabla completa.',
  ),
  noSuchColumn: sentence(
    'store.unknown-schema',
    'The database "{database}" at {server} lacks the column {column}: WooCommerce\'s database update has not been run, or its version is too old.',
    'A la base de datos «{database}» en {server} le falta la columna {column}: no se ejecutó la actualización de la base de datos de WooCommerce, o su versión es demasiado antigua.',
  ),
  namedTableDamaged: sentence(
    'store.table-damaged',
    'The table {table} in the database "{database}" at {server} is damaged and must be repaired there ({errno}).',
    'La tabla {table} de la base de datos «{database}» en {server} está dañada y hay que repararla allí ({errno}).',
  ),
  namedViewBroken: sentence(
    'store.view-broken',
    'The view {table} in the database "{database}" at {server} does not work any more: its table, a column or the account that it reads with is gone. Create the view again there.',
    'La vista {table} de la base de datos «{database}» en {server} ya no funciona: falta su tabla, una columna o la cuenta con la que lee. Vuelva a crear la vista allí.',
  ),
  viewBroken: sentence(
    'store.view-broken',
    'A view in the database "{database}" at {server} does not work any more: the account that it reads with is gone. Create the view again there.',
    'Una vista de la base de datos «{database}» en {server} ya no funciona: falta la cuenta con la que lee. Vuelva a crear la vista allí.',
  ),
  initConnectFails: sentence(
    'store.init-connect-fails',
    'The database at {server} ends every connection of the user "{user}", because its own init_connect fails for it: have the provider correct that setting.',
    'La base de datos en {server} corta cada conexión del usuario «{user}», porque su propio init_connect falla para él: pida al proveedor que corrija ese ajuste.',
  ),
  accountLocked: sentence(
    'store.access-denied',
    'The account of the user "{user}" of the database at {server} is locked: have it unlocked.',
    'La cuenta del usuario «{user}» de la base de datos en {server} está bloqueada: pida que la desbloqueen.',
  ),
  passwordExpired: sentence(
    'store.access-denied',
    'The password of the user "{user}" of the database at {server} has expired: set a new one there and give it here.',
    'La contraseña del usuario «{user}» de la base de datos en {server} venció: defina una nueva allí e indíquela aquí.',
  ),
};
