/** Why a migration was not begun, or not gone on with: lines for the person who asked. */
export class MigrationRefused extends Error {
  override readonly name = 'MigrationRefused';
}
