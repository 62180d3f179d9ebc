import { PlainError } from '@gatehouse/runtime';

/** Why work on a stopped platform did not begin or did not go on. */
export class OfflineRefusal extends PlainError {
  override readonly name = 'OfflineRefusal';
}
