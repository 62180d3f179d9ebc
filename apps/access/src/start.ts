import {
  type RunningApp,
  readyOnceCaughtUp,
  type ServiceDependencies,
  startService,
  whenPublished,
} from '@gatehouse/app-process';
import { topics } from '@gatehouse/contracts';
import type { Pace } from '@gatehouse/read-models';
import { onInvitationsChanged } from '@gatehouse/references';
import { createTicker, newId, retryUntilOpen } from '@gatehouse/runtime';
import { createAccessApp } from './app.ts';
import { createApproverCounting } from './approvers/count-approvers.ts';
import { watchApprovers } from './approvers/watch-approvers.ts';
import { openCollections } from './collections.ts';
import type { AccessConfig } from './config.ts';
import { GRANTING_RETRIES, onInvitationGranting } from './grants/on-invitation-granting.ts';
import { createOutboxRoom } from './grants/outbox-room.ts';
import { createSettling, createUserSettling } from './grants/reconcile-grants.ts';
import { runReadModels, USERS_GROUP } from './run-read-models.ts';
import { fillAllSlots, QUIET_MS } from './user-list/fill-slots.ts';
import { createWalks } from './user-list/walks.ts';

/** What access starts with. */
export interface AccessDependencies extends Omit<ServiceDependencies<AccessConfig>, 'publicUrl'> {
  /** How fast instances agree on what is read; tests have less patience. */
  pace?: Pace;
}

/** How often lists are looked at for empty slots, and the pause between two steps where there are some. */
const FILL_EVERY_MS = 60_000;
const FILL_ON_MS = 50;

/** Starts access: relay, consumers, HTTP. Ready once its read models reached the end that the log had. */
export async function start(dependencies: AccessDependencies): Promise<RunningApp> {
  const { config, log, store, eventLog, sealer, clock, credentials, pace } = dependencies;
  const openAll = () => openCollections(store, () => clock.now(), pace);
  const collections = await retryUntilOpen('store', openAll, { log });
  const { services, grants, users, organisations, invitations } = topics;
  const settings = {
    name: 'access',
    port: config.ACCESS_PORT,
    topics: [services, grants, users, organisations, invitations],
  };
  return startService(settings, dependencies, async (service) => {
    const { now, closers, metrics, health, relay, subscribe, consume } = service;
    const settle = createSettling({ ...collections, now });
    const { people, userLists } = collections;
    const approvers = async () => {
      await people.look();
      return (await people.current()).approvers;
    };
    const countApprovers = createApproverCounting({ ...collections, approvers, now });
    const noteWalk = createWalks({ now, newId });
    const readModels = await runReadModels({
      collections,
      noteWalk,
      store,
      eventLog,
      settleUsers: createUserSettling(
        { ...collections, now, outboxRoom: createOutboxRoom(store.outbox) },
        settle,
      ),
      countApprovers,
      subscribe,
      now,
      log,
      pace,
    });
    const usersReachEnd = async (timeoutMs: number) =>
      (await readModels
        .find(({ name }) => name === people.declaration.name)
        ?.reachEnd(USERS_GROUP, timeoutMs)) ?? false;
    for (const readModel of readModels) closers.add(readModel.name, () => readModel.close());
    await consume({
      group: 'access.granting',
      ...onInvitationGranting({ ...collections, settle, now }),
      retry: GRANTING_RETRIES,
    });
    const invitationReferences = await consume({
      group: 'access.invitation-references',
      ...onInvitationsChanged(collections.invitationReferences, now),
    });
    service.alsoMeasure(() => Object.assign({}, ...readModels.map((each) => each.consumers())));
    // The read models only: granting is work to do, which more instances are to help with.
    readyOnceCaughtUp(health, Object.fromEntries(readModels.map((each) => [each.name, each])));
    watchApprovers(collections, metrics);
    const filling = createTicker({
      async run() {
        await userLists.current();
        // Who walked the lists before did not say so in these.
        if (userLists.seen().reads.since > now() - QUIET_MS) return undefined;
        return (await fillAllSlots({ ...collections, now, newId })) ? FILL_ON_MS : undefined;
      },
      intervalMs: FILL_EVERY_MS,
      onError: (err) => log.warn({ err }, 'empty slots of the lists are filled later'),
    });
    closers.add('filling of slots', () => filling.close());
    const published = whenPublished(relay);
    const { USERS_WINDOW_DAYS: usersWindowDays } = config;
    return createAccessApp(
      {
        collections,
        sealer,
        settle,
        log,
        published,
        noteWalk,
        readModels,
        usersReachEnd,
        invitationsReachEnd: (timeoutMs) => invitationReferences.reachEnd(timeoutMs),
        usersWindowDays,
        now,
      },
      { credentials, log, health, metrics },
    );
  });
}
