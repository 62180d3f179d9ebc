import {
  createLogMetrics,
  type RunningApp,
  type ServiceDependencies,
  startServiceRelay,
  whenPublished,
} from '@gatehouse/app-process';
import { topics } from '@gatehouse/contracts';
import { listen } from '@gatehouse/http';
import { invitationReferencesCollection } from '@gatehouse/references';
import { createClosers, createHealth, createMetrics } from '@gatehouse/runtime';
import { openAnnouncements } from './announcements/announcements.store.ts';
import { createApp } from './app.ts';
import { consumeInvitations } from './command-requests/consume-invitations.ts';
import { openRegistrationAnswers } from './command-requests/registration-answers.store.ts';
import type { DirectoryConfig } from './config.ts';
import { countImportedRows } from './import/import-metrics.ts';
import { openLegacyIds } from './organisations/legacy-ids.store.ts';
import { openOrganisations } from './organisations/organisations.store.ts';
import { followReferences } from './references/follow-references.ts';
import { openOrganisationReferences } from './references/organisation-references.store.ts';
import { referencesToOrganisation } from './references/references-to-organisation.ts';
import { openUsers } from './users/users.store.ts';

/** What the directory starts with. */
export type DirectoryDependencies = Omit<ServiceDependencies<DirectoryConfig>, 'sealer' | 'publicUrl'>;

/** Starts the directory: its relay, its consumer, its HTTP side. */
export async function start(dependencies: DirectoryDependencies): Promise<RunningApp> {
  const { config, log, store, eventLog, credentials, clock, processMetrics = false } = dependencies;
  const now = () => clock.now();
  const closers = createClosers(log);
  const metrics = createMetrics('directory', { processMetrics, token: config.METRICS_TOKEN });
  const logMetrics = createLogMetrics(metrics);
  const users = openUsers(store, now);
  const organisations = openOrganisations(store, now);
  const health = createHealth();
  const ping = async () => {
    await Promise.all([store.ping(), eventLog.ping()]);
  };
  health.add('store', () => store.ping());

  await eventLog.ensureTopics([topics.users, topics.organisations, topics.announcements, topics.invitations]);
  const relay = startServiceRelay({ name: 'directory', store, eventLog, now, log, metrics });
  closers.add('relay', () => relay.close());
  try {
    const subscription = await consumeInvitations({
      users,
      organisations,
      answers: openRegistrationAnswers(store, now),
      clock,
      log: eventLog,
      logger: log,
      ping,
      onOutcome: logMetrics.onOutcome,
    });
    closers.add('consumer', () => subscription.close());
    const organisationReferences = openOrganisationReferences(store, now);
    const invitationReferences = store.collection(invitationReferencesCollection);
    const { onOutcome } = logMetrics;
    const references = await followReferences({
      ...{ organisationReferences, invitationReferences, relay },
      ...{ log: eventLog, logger: log, now, ping, onOutcome },
    });
    for (const [name, follower] of Object.entries(references.subscriptions)) {
      closers.add(name, () => follower.close());
    }
    logMetrics.follow({ 'directory.invitations': subscription, ...references.subscriptions });

    const app = createApp({
      users,
      organisations,
      referencesTo: (id) =>
        referencesToOrganisation({ users, organisations, organisationReferences, invitationReferences }, id),
      referencesReachEnd: references.reachEnd,
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
    const listening = await listen(app, { host: config.HOST, port: config.DIRECTORY_PORT });
    closers.add('http', () => listening.close());
    log.info({ port: listening.port }, 'directory listens');
    return { url: listening.url, port: listening.port, close: () => closers.closeAll() };
  } catch (error) {
    await closers.closeAll();
    throw error;
  }
}
