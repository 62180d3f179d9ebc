import { type BuiltInClientId, builtInServices, type ServiceState, SUPPORT_ROLE } from '@gatehouse/contracts';
import { changeEntity } from '@gatehouse/entities';
import { newId } from '@gatehouse/runtime';
import { type Services, serviceKind } from './services.store.ts';

interface Kind {
  roles: readonly { code: string; name: string }[];
  params: ServiceState['params'];
}

const KINDS: Record<BuiltInClientId, Kind> = {
  console: { roles: [{ code: SUPPORT_ROLE, name: 'Support' }], params: { actsForPeople: 'support' } },
  accounts: { roles: [], params: {} },
};

function builtInService(clientId: BuiltInClientId, nowMs: number): ServiceState {
  const { roles, params } = KINDS[clientId];
  const now = new Date(nowMs).toISOString();
  return {
    ...builtInServices[clientId],
    ...{ builtIn: true, clientId, status: 1, redirectUris: [], params, policies: [], secrets: [] },
    roles: roles.map((role, n) => ({
      ...{ id: newId(), ...role, numericId: String(n + 1), status: 'Active' },
    })),
    // Sign-in knows their addresses, and their secret is derived.
    signIn: {
      ...{ postLogoutRedirectUris: [], clientAuth: 'secret', pkce: 'required' },
      ...{ organisations: 'member', refreshTokens: clientId === 'console' },
    },
    ...{ createdAt: now, updatedAt: now },
  };
}

/** Makes the platform's own services where they are not there yet. Instances that start at once make each of them once. */
export async function makeBuiltInServices(services: Services, now: () => number): Promise<void> {
  const origin = { actor: 'platform', correlationId: newId() };
  const clientIds = Object.keys(builtInServices) as BuiltInClientId[];
  for (const clientId of clientIds) {
    await changeEntity(serviceKind(services, now), builtInServices[clientId].id, origin, (current) => ({
      state: current === undefined ? builtInService(clientId, now()) : undefined,
      result: undefined,
    }));
  }
}
