import type { RegisteredService } from '@gatehouse/service-registry';

/** What clients may ask for, and the claims that it gives. */
export const claimsByScope = {
  openid: ['sub', 'acr', 'amr', 'auth_time', 'sid'],
  profile: ['name', 'given_name', 'family_name'],
  email: ['email', 'email_verified'],
  organisation: ['organisation'],
  roles: ['roles'],
};

/** Scopes of claims, and the one of refresh tokens. */
export const claimScopes = [...Object.keys(claimsByScope), 'offline_access'];

type Acting = Pick<RegisteredService, 'params' | 'signIn'>;

/** Whether a service may act for people, by tokens for `/me`. */
export function mayActForPeople({ params }: Pick<Acting, 'params'>): boolean {
  return params.actsForPeople === 'true' || mayActAsSupport({ params });
}

/** Whether it may act for supporters as such. */
export function mayActAsSupport({ params }: Pick<Acting, 'params'>): boolean {
  return params.actsForPeople === 'support';
}

/** The scopes that count of those that a service asks for: what it may not have is left out in silence. */
export function countingScopes(asked: string, service: Acting): string[] {
  const acts = mayActForPeople(service);
  return [...new Set(asked.split(' '))].filter((scope) => {
    if (scope === 'offline_access') return service.signIn?.refreshTokens === true;
    if (scope === 'me') return acts;
    if (scope === 'support') return acts && mayActAsSupport(service);
    return claimScopes.includes(scope);
  });
}
