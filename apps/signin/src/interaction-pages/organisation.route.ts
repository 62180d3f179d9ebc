import type { Route } from '@gatehouse/http';
import { z } from 'zod';
import type { OrganisationChoice } from '../provider/people-port.ts';
import type { PagesDependencies } from './dependencies.ts';
import type { OfferedOrganisation } from './page.ts';
import { showStep, takeStep } from './step.ts';
import type { StepReply, Visit } from './visit.ts';

/** What tells namesakes apart: all have it, since people know their own by it. */
function hintOf({ town, urn, ukprn }: OrganisationChoice, { texts }: Visit): string | undefined {
  const { urn: urnWord, ukprn: ukprnWord } = texts.signIn.organisation;
  const number =
    urn !== undefined ? `${urnWord} ${urn}` : ukprn !== undefined ? `${ukprnWord} ${ukprn}` : undefined;
  const parts = [town, number].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(', ');
}

function offered(choice: OrganisationChoice, visit: Visit, last: string | undefined): OfferedOrganisation {
  const hint = hintOf(choice, visit);
  return {
    ...{ value: choice.id, text: choice.name, checked: choice.id === last },
    ...(hint !== undefined && { hint: { text: hint } }),
  };
}

async function whoIs({ people }: PagesDependencies, userId: string): Promise<string> {
  const user = await people.users.get(userId);
  const name = [user?.givenName, user?.familyName].filter((part) => part !== undefined).join(' ');
  const { email } = user ?? {};
  if (email === undefined) return name;
  return name === '' ? email : `${name} (${email})`;
}

/** The list as it is now, and who is signed in; undefined where nobody is to choose. */
async function choiceOf(dependencies: PagesDependencies, { interaction }: Visit) {
  const { asks, userId, service, sessionId, clientId } = interaction;
  if (asks !== 'organisation' || userId === undefined) return undefined;
  const list = await dependencies.choices(userId, service);
  const last = await dependencies.lastOrganisation(sessionId, clientId);
  return { who: await whoIs(dependencies, userId), list, last };
}

function choicePage(
  visit: Visit,
  { who, list, last }: { who: string; list: readonly OrganisationChoice[]; last: string | undefined },
  fault?: string,
): StepReply {
  const status = fault === undefined ? 200 : 422;
  if (list.length === 0) return visit.page(status, { view: 'no-organisation', who });
  const choices = list.map((choice) => offered(choice, visit, last));
  return visit.page(status, { view: 'organisation', who, choices, errors: { organisation: fault } });
}

/** `GET /sign-in/{id}/organisation`: for which organisation the person comes. */
export function showOrganisationsRoute(dependencies: PagesDependencies): Route {
  const summary = 'Where a person chooses an organisation';
  return showStep(dependencies, '/sign-in/:id/organisation', summary, async (visit) => {
    const choice = await choiceOf(dependencies, visit);
    return choice === undefined ? visit.goTo(visit.paths.start) : choicePage(visit, choice);
  });
}

/** `POST /sign-in/{id}/organisation`: what comes back is held against the list made anew. */
export function chooseOrganisationRoute(dependencies: PagesDependencies): Route {
  const fields = { organisation: z.string().default('') };
  const summary = 'Choose an organisation';
  return takeStep(dependencies, '/sign-in/:id/organisation', summary, fields, async (visit, form) => {
    const choice = await choiceOf(dependencies, visit);
    if (choice === undefined) return visit.goTo(visit.paths.start);
    const chosen = choice.list.find(({ id }) => id === form.organisation);
    if (chosen === undefined) return choicePage(visit, choice, visit.texts.signIn.faults.organisationMissing);
    return visit.goTo(
      await dependencies.interactions.finishWithOrganisation(visit.interaction.id, chosen.id),
    );
  });
}
