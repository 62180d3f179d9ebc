import {
  type BackendDependencies,
  type RunningApp,
  startBackend,
  whenPublished,
} from '@gatehouse/app-process';
import { topics } from '@gatehouse/contracts';
import { invitationReferencesCollection } from '@gatehouse/references';
import { openAnnouncements } from './announcements/announcements.store.ts';
import { createApp } from './app.ts';
import { accountIdentitiesConsumer } from './command-requests/consume-account-identities.ts';
import { challengesConsumer } from './command-requests/consume-challenges.ts';
import { invitationsConsumer } from './command-requests/consume-invitations.ts';
import { accessRequestsConsumer } from './command-requests/on-access-request.ts';
import { openRegistrationAnswers } from './command-requests/registration-answers.store.ts';
import type { DirectoryConfig } from './config.ts';
import { countImportedRows } from './import/import-metrics.ts';
import { openLegacyIds } from './organisations/legacy-ids.store.ts';
import { openOrganisations } from './organisations/organisations.store.ts';
import { followReferences } from './references/follow-references.ts';
import { openOrganisationReferences } from './references/organisation-references.store.ts';
import { referencesToOrganisation } from './references/references-to-organisation.ts';
import { openUsers } from './users/users.store.ts';

/** The dependencies of the directory. */
export type DirectoryDependencies = Omit<BackendDependencies<DirectoryConfig>, 'sealer' | 'publicUrl'>;

/** Starts the directory: its relay, its consumers, its HTTP side. */
export function start(dependencies: DirectoryDependencies): Promise<RunningApp> {
  const { config, log, store, credentials, clock } = dependencies;
  const settings = {
    name: 'directory',
    port: config.DIRECTORY_PORT,
    topics: [
      ...[topics.users, topics.addressChanges, topics.organisations, topics.announcements],
      ...[topics.invitations, topics.challenges, topics.accessRequests, topics.accountIdentities],
    ],
  };
  return startBackend(settings, dependencies, async (service) => {
    const { now, metrics, health, relay, consume } = service;
    const users = openUsers(store, now);
    const organisations = openOrganisations(store, now);
    const answers = openRegistrationAnswers(store, now);
    await consume({
      group: 'directory.invitations',
      ...invitationsConsumer({ users, organisations, answers, clock }),
    });
    await consume({
      group: 'directory.access-requests',
      ...accessRequestsConsumer({ users, organisations, clock }),
    });
    await consume({ group: 'directory.challenges', ...challengesConsumer({ users, answers, clock }) });
    await consume({ group: 'directory.account-identities', ...accountIdentitiesConsumer({ users, clock }) });
    const organisationReferences = openOrganisationReferences(store, now);
    const invitationReferences = store.collection(invitationReferencesCollection);
    const referencesReachEnd = await followReferences({
      ...{ consume, organisationReferences, invitationReferences, relay, now },
    });

    return createApp({
      users,
      organisations,
      referencesTo: (id) =>
        referencesToOrganisation({ users, organisations, organisationReferences, invitationReferences }, id),
      referencesReachEnd,
      possibleMembers: organisationReferences.possibleMembers,
      announcements: openAnnouncements(store, now),
      allocateLegacyIds: openLegacyIds(store, now),
      published: whenPublished(relay),
      clock,
      onImported: countImportedRows(metrics),
      credentials,
      log,
      health,
      metrics,
    });
  });
}
