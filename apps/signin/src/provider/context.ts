import type { KoaContextWithOIDC } from 'oidc-provider';
import type { SignedInBy } from './signed-in.ts';

export type Context = KoaContextWithOIDC;

/** What pages answered in this authorization. */
export interface Answers {
  login?: Omit<SignedInBy, 'userId'> & { accountId: string };
  organisation?: { id: string };
  /** The one that this request brings; the others were given earlier in the same authorization. */
  last?: 'login' | 'organisation';
}

export function answersOf(ctx: Context): Answers {
  return (ctx.oidc.result ?? {}) as unknown as Answers;
}

/** How the person has just signed in; undefined where nobody did in this request. */
export function signedInOf(ctx: Context): SignedInBy | undefined {
  const { login, last } = answersOf(ctx);
  if (login === undefined || last !== 'login') return undefined;
  const { accountId, method, providerId, providerSid, identityId, acr, amr, provedEmail } = login;
  return {
    ...{ userId: accountId, method, acr, amr },
    ...(providerId !== undefined && { providerId }),
    ...(providerSid !== undefined && { providerSid }),
    ...(identityId !== undefined && { identityId }),
    ...(provedEmail !== undefined && { provedEmail }),
  };
}
