import { consumerOf } from '@gatehouse/consumers';
import { builtInServices } from '@gatehouse/contracts';
import type { AccountSessions } from '../sessions/open-sessions.ts';
import type { AccountLogouts } from './logouts.store.ts';

export interface SignInEndsParts {
  sessions: Pick<AccountSessions, 'endWhere'>;
  logouts: Pick<AccountLogouts, 'note' | 'take'>;
  now: () => number;
}

/** Whoever comes back from a sign-in does so within minutes: older ends find nobody under way. */
const LATELY_MS = 10 * 60_000;
const SOURCE = 'gatehouse.signin.session.v1';

/**
 * Sessions at the platform's own provider end those that came from them, as a logout token with their `sid` would. Their ids are
 * random, so that no session at another provider has one.
 */
export function signInEndsConsumer({ sessions, logouts, now }: SignInEndsParts) {
  return consumerOf({
    async 'gatehouse.signin.session.v1'({ time, data: { state } }) {
      const isOurs = state.services.some(({ serviceId }) => serviceId === builtInServices.accounts.id);
      if (state.status !== 'ended' || !isOurs) return { ignored: 'no session of accounts came from it' };
      const providerSid = state.id;
      const told = { jti: providerSid, issuer: SOURCE };
      const isLate = now() - Date.parse(time) > LATELY_MS;
      if (!isLate) await logouts.note({ ...told, providerSid, issuedAt: Date.parse(time) / 1_000 });
      await sessions.endWhere({ providerSid }, 'provider');
      if (!isLate) await logouts.take(told);
      return undefined;
    },
  });
}
