import { v7 } from 'uuid';

/** A new row's id: UUIDv7, so that ids of rows made together lie together in the index. */
export function newId(): string {
  return v7();
}
