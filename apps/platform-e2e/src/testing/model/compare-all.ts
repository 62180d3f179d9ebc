import type { Comparing } from './compare-answers.ts';
import { compareAccess, compareOrganisationUsers, compareRoles, compareUser } from './compare-answers.ts';
import {
  compareApprovers,
  compareChanges,
  compareUsers,
  type Follower,
  identifiersOf,
} from './compare-lists.ts';

/** What of the model is looked at: by each of the services, everything about each of the others. */
export interface Focus {
  services: readonly string[];
  users: readonly string[];
  organisations: readonly string[];
  codes: readonly string[];
  /** By service; what they know is kept from one comparison to the next. */
  followers: Map<string, Follower>;
  pageSize: number;
}

/** Compares every read of the public API with what the model says. */
export async function compareAll(comparing: Comparing, focus: Focus): Promise<void> {
  const { services, users, organisations, codes, pageSize } = focus;
  const { model } = comparing;
  for (const client of services) {
    for (const serviceId of services) {
      await compareRoles(comparing, client, serviceId);
      for (const userId of users)
        for (const organisationId of organisations)
          await compareAccess(comparing, client, [serviceId, organisationId, userId]);
    }
    for (const userId of users) await compareUser(comparing, client, userId);
    for (const identifier of identifiersOf(comparing, organisations)) {
      await compareOrganisationUsers(comparing, client, identifier);
      await compareOrganisationUsers(comparing, client, identifier, { roles: [...codes, 'NONE'] });
      for (const code of codes)
        await compareOrganisationUsers(comparing, client, identifier, { roles: [code] });
      for (const userId of users) {
        const email = model.users.get(userId)?.email.toUpperCase() ?? 'nobody@example.org';
        await compareOrganisationUsers(comparing, client, identifier, { userId });
        await compareOrganisationUsers(comparing, client, identifier, { email });
        await compareOrganisationUsers(comparing, client, identifier, { email, userId, roles: codes });
      }
    }
    await compareUsers(comparing, client, pageSize);
    await compareApprovers(comparing, client, pageSize);
    const follower = focus.followers.get(client) ?? { known: new Map() };
    focus.followers.set(client, follower);
    await compareChanges(comparing, client, follower);
  }
}
