import { type PresentUser, uuid } from '@gatehouse/contracts';
import { z } from 'zod';
import type { Person } from '../user.ts';
import { email, filledText, userStatus } from './fields.ts';

/** A user as the operator writes it. */
export const userBody = z
  .strictObject({
    email,
    given_name: filledText(),
    family_name: filledText(),
    status: userStatus.default(1),
  })
  .meta({ id: 'UserBody' });

/** A user as the operator is shown it. */
export const userResource = z
  .object({
    id: uuid,
    email: z.string().optional(),
    given_name: z.string().optional(),
    family_name: z.string().optional(),
    status: userStatus,
  })
  .meta({ id: 'User' });

/** The person that a body describes. */
export function personOf(body: z.output<typeof userBody>): Person {
  return {
    email: body.email,
    givenName: body.given_name,
    familyName: body.family_name,
    status: body.status,
  };
}

/** The user in the operator's words. */
export function userResourceOf(user: PresentUser): z.input<typeof userResource> {
  return {
    id: user.id,
    email: user.email,
    given_name: user.givenName,
    family_name: user.familyName,
    status: user.status,
  };
}
