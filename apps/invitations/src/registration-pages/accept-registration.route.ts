import { type Route, route } from '@gatehouse/http';
import { nameErrors } from '@gatehouse/pages';
import { type Logger, lookUpUntil, onceWritten } from '@gatehouse/runtime';
import type { ProcessDependencies } from '../process/dependencies.ts';
import { typedCode } from '../registration/link-secrets.ts';
import { acceptLink } from './accept-link.ts';
import { markBrowser } from './browser-mark.ts';
import { destinationOf } from './destination.ts';
import { acceptanceForm, choiceOf, type FormValues } from './form.ts';
import { followLink, type Link } from './link.ts';
import { linkPath } from './link-path.ts';
import type { FormErrors } from './page.ts';
import { closedPage, codeFault, formPage, pageResponses } from './page-replies.ts';
import { type PagesDependencies, pageQuery, type Visit, visitOf, withCookies } from './visit.ts';

type Requested = { log: Logger; correlationId: string };
type OpenLink = Extract<Link, { kind: 'open' }>;

/** Waits up to two seconds, so that the person finds the access in place. */
async function accessInPlace({ invitations }: ProcessDependencies, id: string): Promise<void> {
  await lookUpUntil(async () => {
    const status = (await invitations.get(id))?.state.status;
    return status === 'accepted' || status === 'revoked' || status === 'declined' ? status : undefined;
  });
}

/**
 * `POST /register/{token}`: accepts once, with the right code; what was shown and is not ticked is declined. Sent again, by
 * a second tab or a browser that lost the answer, it is 410: token and code are single-use, and nobody learns from a
 * repetition whether a code was right.
 */
export function acceptRegistrationRoute(dependencies: PagesDependencies): Route {
  async function submit(visit: Visit, token: string, form: FormValues, { log, correlationId }: Requested) {
    const link = await followLink(dependencies, token);
    if (link.kind !== 'open') return closedPage(dependencies, visit, link, token);
    const { faults } = visit.texts;
    const choice = choiceOf(form, link.waiting);
    const accept = choice.none ? faults.noneTicked : undefined;
    const errors: FormErrors = { accept, ...nameErrors(form, visit.texts) };
    const again = (more: FormErrors, shownLink: OpenLink = link) =>
      formPage(dependencies, visit, shownLink, token, {
        status: 422,
        values: form,
        errors: { ...errors, ...more },
        isTicked: choice.isTicked,
      });

    if (typedCode(form.code) === '') return again({ code: faults.codeMissing });
    // Everything ticked was withdrawn meanwhile, and others wait: the person sees them before they accept.
    if (!choice.none && choice.accepted.length === 0) return again({ accept: faults.withdrawn });

    const { accepted: shown, declined } = choice;
    const verdict = await acceptLink(
      dependencies,
      link.registration,
      {
        code: form.code,
        isSound: Object.values(errors).every((fault) => fault === undefined),
        browser: markBrowser(visit, token),
        givenName: form.givenName,
        familyName: form.familyName,
        shown,
        declined: declined.length > 0 ? declined : undefined,
        language: visit.chosen,
      },
      correlationId,
    );
    switch (verdict.kind) {
      case 'wrong code':
        return again({ code: codeFault(visit, verdict) });
      case 'still faulty':
        return again({});
      case 'moved on': {
        const moved = await followLink(dependencies, token);
        return moved.kind === 'open' ? again({}, moved) : closedPage(dependencies, visit, moved, token);
      }
      case 'accepted': {
        const first = link.waiting.find(({ id }) => id === shown[0]);
        if (first === undefined) throw new Error('what was accepted waited');
        await onceWritten(log, 'waiting for the access', () => accessInPlace(dependencies, first.id));
        return { status: 303 as const, location: destinationOf(dependencies, first) };
      }
    }
  }

  return route({
    method: 'post',
    path: '/register/:token',
    access: 'open',
    summary: 'Accept invitations that wait for an email',
    query: pageQuery,
    body: acceptanceForm,
    bodyType: 'form',
    responses: pageResponses,
    async handle({ params: { token }, query, headers, body, log, correlationId }) {
      const visit = visitOf(dependencies, { query, headers }, linkPath(token));
      return withCookies(visit, await submit(visit, token, body, { log, correlationId }));
    },
  });
}
