import { type SealedSecret, serviceSecretContext } from '@gatehouse/contracts';
import type { Logger, Sealer } from '@gatehouse/runtime';

/** An API secret in the clear. The same object each time, so that it can key what is derived from it. */
export interface ApiSecret {
  readonly id: string;
  /** Base64. JWTs are signed with the text, webhooks with the bytes that it decodes to. */
  readonly text: string;
  /** Milliseconds; Infinity for the one that no rotation has replaced. */
  readonly expiresAt: number;
}

/** Opens each secret once. One that no given key opens is left out and logged. */
export function createOpenedSecrets(sealer: Sealer | undefined, logger: Logger | undefined) {
  const opened = new WeakMap<SealedSecret, ApiSecret | 'unopened'>();

  function open(serviceId: string, secret: SealedSecret): ApiSecret | 'unopened' {
    if (sealer === undefined) throw new Error('this registry was made without a sealer');
    const expiresAt =
      secret.expiresAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(secret.expiresAt);
    try {
      return { id: secret.id, text: sealer.open(secret.sealed, serviceSecretContext(serviceId)), expiresAt };
    } catch (err) {
      logger?.error({ err, serviceId, secretId: secret.id }, 'a service’s secret cannot be opened');
      return 'unopened';
    }
  }

  return (serviceId: string, secret: SealedSecret): ApiSecret | undefined => {
    const known = opened.get(secret) ?? open(serviceId, secret);
    opened.set(secret, known);
    return known === 'unopened' ? undefined : known;
  };
}
