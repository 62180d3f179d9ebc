import type * as contracts from '@gatehouse/contracts';
import type { z } from 'zod';
import type * as client from './index.ts';

/** Whether two types are the same, member for member. A published package cannot import the contracts, so it says them again. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : Both<A, B>;
type Both<A, B> = [A] extends [B] ? ([B] extends [A] ? true : 'lacks something') : 'says something else';

/** Checked by the compiler: an answer that the contracts change and the client does not is an error here. */
const same: {
  access: Same<client.UserAccess, contracts.UserAccess>;
  roles: Same<client.ServiceRole[], contracts.ServiceRoles>;
  organisation: Same<client.UserOrganisation, contracts.UserOrganisation>;
  organisationV2: Same<client.UserOrganisationV2, contracts.UserOrganisationV2>;
  services: Same<client.UserOrganisationServices, contracts.UserOrganisationServices>;
  user: Same<client.ListedUser, contracts.ListedUser>;
  change: Same<client.UserChange, contracts.UserChange>;
  changes: Same<client.UserChanges, z.output<typeof contracts.userChanges>>;
  approver: Same<client.Approver, contracts.Approver>;
  organisationUsers: Same<client.OrganisationUsers, contracts.OrganisationUsers>;
  announcement: Same<client.Announcement, contracts.Announcement>;
  event: Same<client.WebhookEvent, contracts.WebhookEvent>;
  eventType: Same<client.WebhookEventType, contracts.WebhookEventType>;
  webhook: Same<client.Webhook, z.output<typeof contracts.managedWebhook>>;
} = {
  access: true,
  roles: true,
  organisation: true,
  organisationV2: true,
  services: true,
  user: true,
  change: true,
  changes: true,
  approver: true,
  organisationUsers: true,
  announcement: true,
  event: true,
  eventType: true,
  webhook: true,
};

test("the client's answers are those of the contracts", () => {
  expect(Object.values(same).every((is) => is === true)).toBe(true);
});
