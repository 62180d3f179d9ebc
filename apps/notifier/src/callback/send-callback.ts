import { lookUpUntil } from '@gatehouse/runtime';
import type { ServiceRegistry } from '@gatehouse/service-registry';
import type { MessageOf } from '../delivery/kind.domain.ts';
import type { Send } from '../delivery/send.ts';
import type { CallbackClient } from './callback-client.ts';
import { chooseSecret } from './choose-secret.ts';
import { resultOfPost } from './post-outcome.ts';
import { signedRequest } from './sign-request.ts';
import { signingKeysOf } from './signing-keys.ts';

export interface CallbackSenderDependencies {
  client: CallbackClient;
  services: ServiceRegistry;
  issuer: string;
  now: () => number;
}

/** Makes one attempt to deliver a callback. */
export type SendCallback = Send<MessageOf<'callback'>>;

export function callbackSender({ client, services, issuer, now }: CallbackSenderDependencies): SendCallback {
  return async (delivery, message) => {
    // The service's event may be read a moment after the invitation's.
    const service = await lookUpUntil(() => services.byId(message.serviceId));
    const secrets = services.secretsOf(message.serviceId, now());
    const chosen = chooseSecret(secrets, delivery.refusedSecrets);
    if (service === undefined || chosen === undefined) {
      return { kind: 'unanswered', error: 'no secret to sign with' };
    }
    const request = signedRequest({
      deliveryId: delivery._id,
      body: message.body,
      correlationId: delivery.state.correlationId,
      issuer,
      clientId: service.clientId,
      keys: secrets.map(signingKeysOf),
      tokenKey: signingKeysOf(chosen.secret).jwt,
      now: now(),
    });
    const result = resultOfPost(await client.post(message.url, request));
    return result.kind === 'answered' ? { ...result, triedSecrets: chosen.tried } : result;
  };
}
