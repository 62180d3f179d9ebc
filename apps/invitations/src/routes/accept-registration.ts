import type { InvitationState } from '@gatehouse/contracts';
import { type Route, route } from '@gatehouse/http';
import { type Logger, lookUpUntil, onceWritten } from '@gatehouse/runtime';
import type { Journey } from '../journey/journey.ts';
import { typedCode } from '../link-secrets.ts';
import { acceptLink } from '../register/accept-link.ts';
import { destinationOf } from '../register/destination.ts';
import { acceptanceForm, type FormErrors, type FormValues, nameErrors } from '../register/form.ts';
import { followLink, type Link } from '../register/link.ts';
import { orProblemPage } from '../register/or-problem-page.ts';
import { closedPage, formPage, pageResponses } from '../register/page-replies.ts';

interface Requested {
  log: Logger;
  correlationId: string;
}

type OpenLink = Extract<Link, { kind: 'open' }>;

const NO_CODE = 'Enter the verification code from the email';
const WRONG_CODE = 'The verification code is not right: check the newest email that we sent you';
const LOCKED =
  'The verification code is not right. After five wrong codes this page is closed for 15 minutes';

/** So that the person finds the access in place; if that takes longer than two seconds, it follows. */
async function accessInPlace({ invitations }: Journey, id: string): Promise<void> {
  await lookUpUntil(async () => {
    const status = (await invitations.get(id))?.state.status;
    return status === 'accepted' || status === 'revoked' ? status : undefined;
  });
}

/** What is accepted by name: of the invitations that the page named, or of all where a form does not say, those that still wait. */
function named(waiting: readonly InvitationState[], shown: readonly string[] | undefined): InvitationState[] {
  const ids = shown?.flatMap((field) => field.split(' '));
  return ids === undefined ? [...waiting] : waiting.filter(({ id }) => ids.includes(id));
}

/**
 * `POST /register/{token}`: accepts, with the right code, once. Whoever sends it again, a second tab or a browser that
 * lost the answer, is told (410) that the link was used: token and code are single-use, and nobody learns from a repetition
 * whether a code was right.
 */
export function acceptRegistration(journey: Journey): Route {
  async function submit(token: string, form: FormValues, { log, correlationId }: Requested) {
    const link = await followLink(journey, token);
    const now = journey.clock.now();
    if (link.kind !== 'open') return closedPage(link, token, now);
    const errors: FormErrors = nameErrors(form);
    const again = (code: FormErrors, shownLink: OpenLink = link) =>
      formPage(journey, shownLink, token, { status: 422, values: form, errors: { ...errors, ...code } });

    if (typedCode(form.code) === '') return again({ code: NO_CODE });
    const shown = named(link.waiting, form.shown);
    // All that the page named is withdrawn, and others wait: they are shown before they are accepted.
    if (form.shown !== undefined && shown.length === 0) return again({});

    const namesAreSound = Object.keys(errors).length === 0;
    const sent = { ...form, namesAreSound, shown: shown.map(({ id }) => id) };
    switch (await acceptLink(journey, link.registration, sent, correlationId)) {
      case 'wrong code':
        return again({ code: WRONG_CODE });
      case 'locked by it':
        return again({ code: LOCKED });
      case 'still faulty':
        return again({});
      case 'moved on': {
        const moved = await followLink(journey, token);
        return moved.kind === 'open' ? again({}, moved) : closedPage(moved, token, journey.clock.now());
      }
      case 'accepted': {
        const first = shown[0] ?? link.waiting[0];
        if (first === undefined) throw new Error('an open link has an invitation');
        await onceWritten(log, 'waiting for the access', () => accessInPlace(journey, first.id));
        return { status: 303 as const, location: destinationOf(journey, first) };
      }
    }
  }

  return route({
    method: 'post',
    path: '/register/:token',
    access: 'open',
    summary: 'Accept all invitations that wait for an email',
    body: acceptanceForm,
    bodyType: 'form',
    responses: pageResponses,
    handle: ({ params, body, log, correlationId }) =>
      orProblemPage({ log, correlationId }, () => submit(params.token, body, { log, correlationId })),
  });
}
