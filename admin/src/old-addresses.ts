const ROOMS: Readonly<Record<string, string>> = {
  syncconfiguration: 'configurations',
  syncexecution: 'executions',
  synccredentials: 'credentials',
};

/**
 * The present address of a page of the former Django admin, below the same base; null for any other
 * address: `syncexecution/` → `executions`, `syncconfiguration/<id>/change/` → `configurations/<id>/show`.
 */
export function newAddressOf(path: string): string | null {
  const [model = '', id] = path.split('/').filter((part) => part !== '');
  const room = ROOMS[model];
  if (room === undefined) return null;
  if (id === undefined) return room;
  if (id === 'add') return room === 'executions' ? room : `${room}/create`;
  return `${room}/${id}/show`;
}
