import { CLIENT_ADDRESS_HEADER } from '@gatehouse/contracts';
import { type Route, route } from '@gatehouse/http';
import { newId } from '@gatehouse/runtime';
import { z } from 'zod';
import { provedElsewhere } from '../challenges/challenge.domain.ts';
import { interactionKey } from '../challenges/challenges.store.ts';
import { cutAddress } from '../sign-ins/open-sign-ins.ts';
import type { PagesDependencies } from './dependencies.ts';
import { finishFromProvider } from './finish.ts';
import { pathsOf } from './paths.ts';
import { overReply, pageResponses, readingOf, type StepReply } from './visit.ts';

const parameter = z.string().max(8_192).optional();
const query = z.object({
  code: parameter.describe('What the provider gave.'),
  state: parameter.describe('What the platform had sent there.'),
  iss: parameter.describe('The provider’s issuer.'),
  error: parameter.describe('Why the provider gave no code.'),
});

/**
 * `GET /sign-in/from/{providerId}`: the person comes back from another provider. It acts, as no other `GET` below `/sign-in/` does:
 * once for each `state`, and in the browser that went there.
 */
export function comeFromProviderRoute(dependencies: PagesDependencies): Route {
  const { providers, interactions, challenges, limits, signIns, now } = dependencies;
  return route({
    method: 'get',
    path: '/sign-in/from/:providerId',
    access: 'open',
    summary: 'Where a person comes back from another provider',
    uuidParams: ['providerId'],
    query,
    responses: pageResponses,
    async handle({ params: { providerId }, query: asked, headers, correlationId, log }): Promise<StepReply> {
      const { state = '', ...response } = asked;
      const browser = interactions.browserKey(headers.cookie);
      const given = Object.fromEntries(Object.entries(response).filter(([, value]) => value !== undefined));
      const cameBack = await providers.comeBack({ providerId, state, browser, ...given }, correlationId, log);
      const request = { params: { id: '' }, query: {}, headers, correlationId, log };
      if (cameBack.status === 'unknown' || cameBack.status === 'elsewhere') {
        const reason = cameBack.status === 'unknown' ? 'over' : 'elsewhere';
        return overReply(dependencies, request, { status: browser === undefined ? 'no-cookies' : reason });
      }
      const { interactionId } = cameBack;
      const paths = pathsOf(interactionId, readingOf(dependencies, request, []).language);
      const address = String(headers[CLIENT_ADDRESS_HEADER] ?? '');
      if (cameBack.status === 'failed') {
        const { deactivated: userId, serviceId } = cameBack;
        const outcome = userId === undefined ? 'refused' : 'deactivated';
        signIns.note({
          ...{ userId, outcome, method: 'provider', serviceId, address: cutAddress(address) },
          authorization: interactionId,
        });
        return { status: 303, location: paths.failedFrom(providerId) };
      }
      const { matched, serviceId, account, acr, amr, providerSid } = cameBack;
      const proof = {
        providerId,
        identityId: matched.identityId,
        acr,
        amr,
        ...(providerSid !== undefined && { providerSid }),
      };
      const origin = { correlationId, actor: 'public' };
      if (matched.kind === 'user') {
        const { userId, provedEmail } = matched;
        const by = { ...proof, userId, ...(provedEmail !== undefined && { provedEmail }) };
        return finishFromProvider(dependencies, {
          by,
          interactionId,
          cookies: headers.cookie,
          correlationId,
        });
      }
      const made = { id: newId(), serviceId, correlationId, ...matched.newcomer };
      const { region } = limits.originsOf(address);
      const marks = { interaction: interactionKey(interactionId), lastAskedAt: now(), region };
      const proved = provedElsewhere(made, newId(), now());
      await challenges.add(
        proved,
        { ...marks, cameBy: { ...proof, ...account, newUserId: proved.userId } },
        origin,
      );
      return { status: 303, location: paths.names };
    },
  });
}
