import { z } from 'zod';
import { maybe, maybeText, Refusal } from '../gateway/answers.ts';
import type { Manage } from '../gateway/gateway-client.ts';

const signIn = z.object({
  postLogoutRedirectUris: z.array(z.string()),
  backchannelLogoutUri: maybeText,
  startUrl: maybeText,
  clientAuth: z.string(),
  jwks: maybe(z.object({ keys: z.array(z.unknown()) })),
  jwksUri: maybeText,
  pkce: z.string(),
  organisations: z.string(),
  refreshTokens: z.boolean(),
});
export type ServiceSignIn = z.output<typeof signIn>;

/** A service of the operator's API, as far as pages show it. */
export const managedService = z.object({
  id: z.string(),
  clientId: z.string(),
  name: z.string(),
  description: maybeText,
  redirectUris: z.array(z.string()),
  parentId: maybeText,
  params: maybe(z.record(z.string(), z.string())),
  status: z.number(),
  signIn: maybe(signIn),
});
export type ManagedService = z.output<typeof managedService>;

export const managedWebhook = z.object({
  url: z.string(),
  events: z.array(z.string()),
  status: z.string(),
  disabledReason: maybeText,
  disabledAt: maybeText,
  failingSince: maybeText,
  createdAt: maybeText,
  updatedAt: maybeText,
});
export type ManagedWebhook = z.output<typeof managedWebhook>;

export const servicePath = (id: string) => `/operator/services/${id}`;

export function getService(manage: Manage, id: string): Promise<ManagedService> {
  return manage.get(`/manage/services/${id}`, managedService);
}

/** The webhook of a service; undefined where it has none. */
export async function getWebhook(manage: Manage, id: string): Promise<ManagedWebhook | undefined> {
  try {
    return await manage.get(`/manage/services/${id}/webhook`, managedWebhook);
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) return undefined;
    throw error;
  }
}
