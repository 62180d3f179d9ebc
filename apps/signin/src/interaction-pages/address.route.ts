import { EMAIL_MAX_LENGTH, emailKey, isBlank, isEmailAddress } from '@gatehouse/contracts';
import type { Route } from '@gatehouse/http';
import { newId } from '@gatehouse/runtime';
import { z } from 'zod';
import { open } from '../challenges/challenge.domain.ts';
import { interactionKey } from '../challenges/challenges.store.ts';
import { cutAddress } from '../sign-ins/open-sign-ins.ts';
import type { PagesDependencies } from './dependencies.ts';
import { showStep, takeStep } from './step.ts';
import type { StepReply, Visit } from './visit.ts';

async function addressPage(
  { providers: elsewhere }: PagesDependencies,
  visit: Visit,
  { email, fault, from }: { email: string; fault?: string; from?: string | undefined },
): Promise<StepReply> {
  const offered = await elsewhere.offeredTo(visit.interaction.service.id);
  const providers = offered.map(({ id, name }) => ({ name, action: visit.paths.from(id) }));
  return visit.page(fault === undefined ? 200 : 422, {
    ...{ view: 'address', providers, failed: from !== undefined, values: { email } },
    errors: { email: fault },
  });
}

/** `GET /sign-in/{id}`: where a sign-in begins; who was led further goes on. */
export function showAddressRoute(dependencies: PagesDependencies): Route {
  return showStep(
    dependencies,
    '/sign-in/:id',
    'Where a person signs in to a service',
    async (visit, { from }) => {
      const { asks, goesOnTo, loginHint = '' } = visit.interaction;
      if (goesOnTo !== undefined) return visit.goTo(goesOnTo);
      if (asks === 'organisation') return visit.goTo(visit.paths.organisation);
      return addressPage(dependencies, visit, { email: loginHint.slice(0, EMAIL_MAX_LENGTH), from });
    },
  );
}

/** The page of an address, or a network, that has to wait. */
function waitPage({ now }: PagesDependencies, visit: Visit, until: number): StepReply {
  const seconds = Math.max(1, Math.ceil((until - now()) / 1_000));
  const page = { view: 'too-many', until: new Date(until).toISOString() } as const;
  return visit.page(429, page, { 'retry-after': String(seconds) });
}

/**
 * `POST /sign-in/{id}/address`: one write of one document, whatever the address is. Which email goes out is decided
 * afterwards, so neither the answer nor its timing says whether there is an account.
 */
export function giveAddressRoute(dependencies: PagesDependencies): Route {
  const { challenges, codes, addresses, limits, knownBrowsers, now } = dependencies;
  const fields = { email: z.string().default('') };
  const summary = 'Ask for a code by email';
  return takeStep(dependencies, '/sign-in/:id/address', summary, fields, async (visit, form) => {
    const { interaction, texts, language, origin, paths } = visit;
    if (interaction.asks !== 'login') return visit.goTo(paths.start);
    const email = form.email.trim();
    const again = (fault: string) => addressPage(dependencies, visit, { email, fault });
    if (isBlank(email)) return again(texts.signIn.faults.emailMissing);
    if (!isEmailAddress(email)) return again(texts.signIn.faults.emailWrong);
    const knownBrowser = knownBrowsers.knows(visit.cookies, emailKey(email));
    const origins = limits.originsOf(visit.address);
    const until = await limits.waitsUntil(emailKey(email), origins, knownBrowser);
    if (until !== undefined) return waitPage(dependencies, visit, until);
    const id = newId();
    const instant = now();
    const made = {
      ...{ id, email, language, serviceId: interaction.service.id, correlationId: origin.correlationId },
      sealed: codes.make(id),
    };
    const { region, network } = origins;
    const cut = cutAddress(visit.address);
    const marks = {
      ...{ interaction: interactionKey(interaction.id), lastAskedAt: instant, region },
      ...(knownBrowser ? { knownBrowser } : { network }),
      ...(cut !== undefined && { address: addresses.seal(cut, id) }),
    };
    await challenges.add(open(made, instant), marks, origin);
    return visit.goTo(paths.code);
  });
}
