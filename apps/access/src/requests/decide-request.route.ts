import type { Published } from '@gatehouse/app-process';
import {
  type AccessRequestState,
  accessRequestWords,
  decidableRequest,
  isBlank,
  type RequestDecision,
} from '@gatehouse/contracts';
import { changeEntity } from '@gatehouse/entities';
import { conflict, forbidden, notFound } from '@gatehouse/errors';
import { changeHeader, type Route, route } from '@gatehouse/http';
import { z } from 'zod';
import { managingIn } from '../members/acting-person.ts';
import { lines, roleCode } from '../services/request-fields.ts';
import { checkVerdict, type DecisionDependencies, decisionOf, type Verdict } from './decision.ts';
import { emailFacts, withOutcomeEmail } from './outcome-email.ts';
import { decide, isSameDecision } from './request.ts';
import type { OnDecided } from './request-metrics.ts';
import { type Requests, requestKind } from './requests.store.ts';
import { nameOfUser, viewRequest } from './view-request.ts';

export interface DecideDependencies extends DecisionDependencies {
  requests: Requests;
  published: Published;
  /** Moves an approved request on. */
  advance: (id: string) => void;
  onDecided: OnDecided;
  now: () => number;
}

const approval = z
  .strictObject({
    decision: z.literal('approve').describe('What was asked for is given.'),
    roleId: z
      .literal([0, 10000])
      .optional()
      .describe('The role in the organisation, where membership is asked for: 0 end user, 10000 approver.'),
    roles: z
      .array(roleCode)
      .max(100)
      .optional()
      .describe('Codes of the roles that are given, where others than those wished for.'),
  })
  .meta({ id: 'ApprovalBody', description: 'A request is approved.' });
const rejection = z
  .strictObject({
    decision: z.literal('reject').describe('It is not given.'),
    reason: lines(1_000)
      .refine((text) => !isBlank(text), { error: 'should not be blank' })
      .describe(accessRequestWords.rejection),
  })
  .meta({ id: 'RejectionBody', description: 'A request is rejected.' });
const body = z
  .discriminatedUnion('decision', [approval, rejection])
  .meta({ id: 'DecisionBody', description: 'A decision on a request.' });

const NO_REQUEST = 'There is no such request';

async function decidedAlready(dependencies: DecideDependencies, state: AccessRequestState) {
  const { decision } = state;
  const by = decision === undefined ? undefined : await nameOfUser(dependencies, decision.by);
  return conflict(decision === undefined ? 'The request is over' : 'The request is decided', {
    requestStatus: state.status,
    ...(decision !== undefined && { decidedBy: by, decidedAt: decision.at }),
  });
}

function isRepeated(state: AccessRequestState, given: RequestDecision): boolean {
  return state.decision !== undefined && isSameDecision(state.decision, given);
}

/** `POST …/requests/{id}/decision`: approves or rejects, once for all. */
export function decideRequestRoute(dependencies: DecideDependencies): Route {
  const { requests, published, advance, onDecided, now } = dependencies;
  return route({
    method: 'post',
    path: '/me/organisations/:organisationId/requests/:requestId/decision',
    access: 'person',
    operationId: 'decideRequest',
    summary: 'Approve or reject a request for access',
    described: {
      refusals: {
        conflict: 'It was decided otherwise, or is over; or what it asks for is not allowed any more.',
      },
    },
    uuidParams: ['organisationId', 'requestId'],
    faults: 'field',
    body,
    async resolve({ caller, params: { organisationId, requestId } }) {
      const { person, as } = await managingIn(dependencies, caller, organisationId);
      const state = (await requests.get(requestId))?.state;
      if (state?.organisationId !== organisationId) throw notFound(NO_REQUEST);
      if (state.userId === person.id) throw forbidden('Nobody decides their own request');
      return { state, maker: { id: person.id, as } };
    },
    responses: { 200: decidableRequest },
    async handle(
      { params: { organisationId, requestId }, body: verdict, caller, actor, correlationId },
      { state: found, maker },
    ) {
      const given = decisionOf(found, verdict as Verdict, maker, new Date(now()).toISOString());
      if (found.status === 'waiting') {
        await checkVerdict(dependencies, found, verdict as Verdict);
        // Rights may have ended while the body came in.
        await managingIn(dependencies, caller, organisationId);
      }
      const facts = await emailFacts(dependencies, found);
      const changed = await changeEntity(
        requestKind(requests, now),
        requestId,
        { actor, correlationId },
        (current) => {
          if (current?.status !== 'waiting') return { result: false };
          return { state: withOutcomeEmail(decide(current, given), facts), result: true };
        },
      );
      const document = changed.status === 'duplicate' ? undefined : changed.document;
      if (document === undefined) throw notFound(NO_REQUEST);
      if (!changed.result && !isRepeated(document.state, given)) {
        throw await decidedAlready(dependencies, document.state);
      }
      if (changed.result) {
        onDecided(given);
        advance(requestId);
        await published();
      }
      return {
        status: 200,
        body: await viewRequest(dependencies, document.state),
        headers: changeHeader({ id: requestId, version: document.version }),
      };
    },
  });
}
