import { lowerAscii } from '@gatehouse/contracts';
import { canonicalId } from '@gatehouse/runtime/ids';

/** The form of a client id. */
export const CLIENT_ID = /^[A-Za-z0-9._-]{3,64}$/;
/** The built-in clients: who runs the platform, and the apps that sign people in through it. */
const RESERVED = ['operator', 'console', 'accounts'];

/** What client ids are looked up by and unique by: `iss` is exact, but no two differ in case alone. */
export function clientIdKey(clientId: string): string {
  return lowerAscii(clientId);
}

/**
 * What is wrong with a client id, in words that follow its name; undefined for a good one. `audience` is what the platform
 * calls itself.
 */
export function faultOfClientId(text: string, audience: string): string | undefined {
  if (!CLIENT_ID.test(text)) return 'should be 3 to 64 letters, digits, ".", "_" and "-"';
  if (canonicalId(text) !== undefined) return 'should not look like a UUID';
  if ([...RESERVED, clientIdKey(audience)].includes(clientIdKey(text))) return 'is reserved';
  return undefined;
}
