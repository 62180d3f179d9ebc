import {
  type IdentityProviderState,
  type PresentIdentityProvider,
  presentIdentityProvider,
  removedIdentityProvider,
  shapedBy,
} from '@gatehouse/contracts';

/** What the operator puts; the secret is sealed. */
export interface IdentityProviderDetails
  extends Pick<
    PresentIdentityProvider,
    'name' | 'issuer' | 'clientId' | 'scopes' | 'trustEmail' | 'mfa' | 'status'
  > {
  clientSecret?: string | undefined;
  services?: string[] | undefined;
}

/** The provider, where there is one. */
export function presentProvider(
  state: IdentityProviderState | undefined,
): PresentIdentityProvider | undefined {
  return state?.state === 'present' ? state : undefined;
}

/**
 * The provider as the operator puts it. A secret that is left out stays while issuer and client id do: it is nobody else's.
 */
export function putProvider(
  current: IdentityProviderState | undefined,
  id: string,
  details: IdentityProviderDetails,
  at: string,
): PresentIdentityProvider {
  const before = presentProvider(current);
  const isSameClient = before?.issuer === details.issuer && before.clientId === details.clientId;
  const clientSecret = details.clientSecret ?? (isSameClient ? before?.clientSecret : undefined);
  const createdAt = before?.createdAt ?? at;
  return shapedBy(presentIdentityProvider, {
    ...{ id, kind: 'identity-provider', state: 'present', ...details, clientSecret },
    ...{ createdAt, updatedAt: at },
  });
}

export function removeProvider(
  current: IdentityProviderState | undefined,
  at: string,
): IdentityProviderState | undefined {
  if (current?.state !== 'present') return undefined;
  return shapedBy(removedIdentityProvider, {
    ...{ id: current.id, kind: 'identity-provider', state: 'removed', removedAt: at },
  });
}

/** Whether people come from it to sign in to a service. */
export function isOfferedTo({ status, services }: PresentIdentityProvider, serviceId: string): boolean {
  return status === 1 && countsFor({ services }, serviceId);
}

/** Whether having come from it signs a person in to a service. */
export function countsFor(
  { services }: Pick<PresentIdentityProvider, 'services'>,
  serviceId: string,
): boolean {
  return services === undefined || services.includes(serviceId);
}
