import { managedSigningKeys } from '@gatehouse/contracts';
import { type Route, route } from '@gatehouse/http';
import { type SigningKeysDependencies, shownKeys } from './shown-keys.ts';

/** `GET /manage/signing-keys` */
export function listSigningKeysRoute({ signingKeys }: SigningKeysDependencies): Route {
  return route({
    method: 'get',
    path: '/manage/signing-keys',
    access: 'operator',
    operationId: 'operatorListSigningKeys',
    summary: 'List the keys that sign tokens',
    responses: { 200: managedSigningKeys },
    handle: async () => ({ status: 200, body: shownKeys((await signingKeys.read()).state) }),
  });
}
