import { lookUpUntil, newId } from '@gatehouse/runtime';
import type { ServiceRegistry } from '@gatehouse/service-registry';
import type { CurrentKey, SigningKeys } from '@gatehouse/signing-keys';
import type { CallbackClient } from '../callback/callback-client.ts';
import { resultOfPost } from '../callback/post-outcome.ts';
import type { MessageOf } from '../delivery/kind.domain.ts';
import type { Send } from '../delivery/send.ts';
import { logoutRequest } from './logout-token.ts';

export interface LogoutSenderDependencies {
  client: CallbackClient;
  services: Pick<ServiceRegistry, 'byId'>;
  signingKeys: Pick<SigningKeys, 'current'>;
  /** The `iss` of tokens about people. */
  issuer: string;
  now: () => number;
}

/** Makes one attempt to deliver a logout token, signed by the key that signs at that moment. */
export function logoutSender(dependencies: LogoutSenderDependencies): Send<MessageOf<'logout'>> {
  const { client, services, signingKeys, issuer, now } = dependencies;

  function currentKey(): CurrentKey | undefined {
    try {
      return signingKeys.current();
    } catch {
      // The next start may be given the master key that is missing now.
      return undefined;
    }
  }

  return async (_delivery, message) => {
    // The service's event may be read a moment after the session's.
    const service = await lookUpUntil(() => services.byId(message.serviceId));
    if (service === undefined) return { kind: 'unanswered', error: 'service unknown' };
    const key = currentKey();
    if (key === undefined) return { kind: 'unanswered', error: 'no key to sign with' };
    const { clientId } = service;
    const toSign = { message, key, issuer, clientId, tokenId: newId(), now: now() };
    const request = await logoutRequest(toSign, message.correlationId);
    return resultOfPost(await client.post(message.url, request));
  };
}
