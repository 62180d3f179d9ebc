import {
  type BackendDependencies,
  type RunningApp,
  readyOnceCaughtUp,
  startBackend,
  whenPublished,
} from '@gatehouse/app-process';
import { topics } from '@gatehouse/contracts';
import type { Pace } from '@gatehouse/read-models';
import { onInvitationsChanged } from '@gatehouse/references';
import { newId, retryUntilOpen } from '@gatehouse/runtime';
import { createApp } from './app.ts';
import { watchApprovers } from './approvers/last-approver.store.ts';
import { openCollections } from './collections.ts';
import type { AccessConfig } from './config.ts';
import { GRANTING_RETRIES, onInvitationGranting } from './grants/on-invitation-granting.ts';
import { createGrantReconciler } from './grants/reconcile-grants.ts';
import { advanceSoon } from './requests/advance-request.ts';
import { onChangeOfRequests } from './requests/on-change.ts';
import { measureRequests } from './requests/request-metrics.ts';
import { startWorkOff } from './requests/work-off-requests.ts';
import { runReadModels, USERS_GROUP } from './run-read-models.ts';
import { makeBuiltInServices } from './services/make-built-in-services.ts';
import { startFilling } from './user-list/fill-slots.ts';
import { createNoteWalk } from './user-list/note-walk.ts';

const DAY_MS = 86_400_000;

/** What access starts with. */
export interface AccessDependencies extends Omit<BackendDependencies<AccessConfig>, 'publicUrl'> {
  /** How fast instances agree on the active generation; tests have less patience. */
  pace?: Pace;
}

/** Starts access: relay, consumers, HTTP. Ready once its read models reached the end that the log had. */
export async function start(dependencies: AccessDependencies): Promise<RunningApp> {
  const { config, log, store, eventLog, sealer, clock, credentials, pace } = dependencies;
  const openAll = () => openCollections(store, () => clock.now(), pace);
  const collections = await retryUntilOpen('store', openAll, { log });
  await retryUntilOpen(
    'built-in services',
    () => makeBuiltInServices(collections.services, () => clock.now()),
    {
      log,
    },
  );
  const { services, grants, notices, accessRequests, users, organisations, invitations } = topics;
  const settings = {
    name: 'access',
    port: config.ACCESS_PORT,
    topics: [services, grants, notices, accessRequests, users, organisations, invitations],
  };
  return startBackend(settings, dependencies, async (service) => {
    const { now, closers, metrics, health, relay, subscribe, consume } = service;
    const reconcile = createGrantReconciler({ ...collections, now });
    const noteWalk = createNoteWalk({ now, newId });
    const shared = { collections, reconcile, noteWalk, now, log };
    const readModels = await runReadModels({ ...shared, store, eventLog, subscribe, pace });
    for (const readModel of readModels) closers.add(readModel.name, () => readModel.close());
    const people = readModels.find(({ name }) => name === collections.people.declaration.name);
    await consume({
      group: 'access.granting',
      ...onInvitationGranting({ ...collections, reconcile, now }),
      retry: GRANTING_RETRIES,
    });
    const moving = { ...collections, reconcile, published: whenPublished(relay), now, log };
    await consume({ group: 'access.requests', ...onChangeOfRequests(moving), retry: GRANTING_RETRIES });
    const workOff = startWorkOff({ ...moving, escalationMs: config.REQUEST_ESCALATION_DAYS * DAY_MS });
    closers.add('requests', () => workOff.close());
    const invitationReferences = await consume({
      group: 'access.invitation-references',
      ...onInvitationsChanged(collections.invitationReferences, now),
    });
    service.alsoMeasure(() => Object.assign({}, ...readModels.map((each) => each.consumers())));
    // The read models only: granting is work to do, which more instances are to help with.
    readyOnceCaughtUp(health, Object.fromEntries(readModels.map((each) => [each.name, each])));
    watchApprovers(collections.organisationApprovers, metrics);
    const filling = startFilling({ ...collections, now, newId, log });
    closers.add('filling of slots', () => filling.close());
    return createApp({
      ...shared,
      ...{ sealer, readModels, credentials, health, metrics },
      published: whenPublished(relay),
      usersReachEnd: async (timeoutMs) => (await people?.reachEnd(USERS_GROUP, timeoutMs)) ?? false,
      invitationsReachEnd: (timeoutMs) => invitationReferences.reachEnd(timeoutMs),
      usersWindowDays: config.USERS_WINDOW_DAYS,
      onDecided: measureRequests(collections.requests, now, metrics),
      advance: (id) => advanceSoon(moving, id),
      requestTtlMs: Math.max(1, Math.round(config.REQUEST_TTL_DAYS * DAY_MS)),
      serviceRules: {
        audience: config.AUDIENCE,
        allowPrivateCallbacks: config.ALLOW_PRIVATE_CALLBACKS,
        distributed: config.distributed,
      },
    });
  });
}
