/** Why work on a platform that stands still was not begun, or not gone on with: lines for the person who asked. */
export class OfflineRefusal extends Error {
  override readonly name = 'OfflineRefusal';
}
