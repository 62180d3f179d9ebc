import type { Route } from '@gatehouse/http';
import { nameErrors } from '@gatehouse/pages';
import { lookUpUntil, onceWritten } from '@gatehouse/runtime';
import { z } from 'zod';
import { register } from '../challenges/challenge.domain.ts';
import { currentChallenge } from './code-page.ts';
import type { PagesDependencies } from './dependencies.ts';
import { finishNewcomer, invitationsFor, newcomerOf } from './newcomer.ts';
import { showStep, takeStep } from './step.ts';

/** `GET /sign-in/{id}/names`: who gave the right code for an address that nobody has is asked for names. */
export function showNamesRoute(dependencies: PagesDependencies): Route {
  return showStep(dependencies, '/sign-in/:id/names', 'Where a newcomer gives names', async (visit) => {
    const newcomer = await newcomerOf(dependencies, visit);
    if ('reply' in newcomer) return newcomer.reply;
    const { email, givenName, familyName } = newcomer.state;
    const { first, shown: invitations } = await invitationsFor(dependencies, email);
    const values = {
      givenName: givenName ?? first?.givenName ?? '',
      familyName: familyName ?? first?.familyName ?? '',
    };
    return visit.page(200, { view: 'names', email, invitations, values, errors: {} });
  });
}

const text = z.string().default('');

/** `POST /sign-in/{id}/names`: directory is asked to make the user, or answers with who has the address by then. */
export function giveNamesRoute(dependencies: PagesDependencies): Route {
  const { challenges, now } = dependencies;
  const fields = { givenName: text, familyName: text, shown: text };
  return takeStep(dependencies, '/sign-in/:id/names', 'Give names', fields, async (visit, form) => {
    const newcomer = await newcomerOf(dependencies, visit);
    if ('reply' in newcomer) return newcomer.reply;
    const { document, state } = newcomer;
    const { givenName, familyName } = form;
    const { shown: invitations } = await invitationsFor(dependencies, state.email);
    const errors = nameErrors(form, visit.texts);
    if (errors.givenName !== undefined || errors.familyName !== undefined) {
      const values = { givenName, familyName };
      return visit.page(422, { view: 'names', email: state.email, invitations, values, errors });
    }
    const named = new Set(form.shown.split(' '));
    const shown = invitations.map(({ id }) => id).filter((id) => named.has(id));
    const names = { givenName, familyName, shown, language: visit.chosen };
    const at = new Date(now()).toISOString();
    await challenges.change(document._id, visit.origin, (current) => register(current, names, at));
    // Mostly directory answers at once: then nobody sees the page that waits.
    await onceWritten(visit.log, 'waiting for the account', async () => {
      await lookUpUntil(async () => {
        const current = await currentChallenge(dependencies, visit);
        return current?.state.status === 'ended' ? 'answered' : undefined;
      });
    });
    return (await finishNewcomer(dependencies, visit)) ?? visit.goTo(visit.paths.wait);
  });
}

/**
 * `GET /sign-in/{id}/wait`: asks again every two seconds, without script, whether directory has answered. It is the only page
 * that goes on by being looked at: what it acts on was sent by a form before.
 */
export function waitRoute(dependencies: PagesDependencies): Route {
  return showStep(dependencies, '/sign-in/:id/wait', 'Where a newcomer waits', async (visit) => {
    const finished = await finishNewcomer(dependencies, visit);
    if (finished !== undefined) return finished;
    const state = (await currentChallenge(dependencies, visit))?.state;
    const waits = state?.status === 'proved' && state.commandRequest !== undefined;
    return waits ? visit.page(200, { view: 'wait' }) : visit.goTo(visit.paths.code);
  });
}
