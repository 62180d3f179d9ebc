import { type Control, runsFollowed } from '@gatehouse/read-models';

/**
 * Which generation of the lists decides the slots of records. Exactly one does at any time: the oldest that may be read.
 *
 * | a generation is | read by                    | decides slots                      | in the control document |
 * | --------------- | -------------------------- | ---------------------------------- | ----------------------- |
 * | building        | nobody                     | no: follows the active one         | `building`              |
 * | active          | whoever has looked         | yes, unless another is draining    | `active`                |
 * | draining        | who has not looked yet     | yes: the active one follows it     | `draining`              |
 * | retired         | nobody                     | no, and projects nothing           | `retired`, or gone      |
 *
 * At the switch the building generation becomes active and the active one becomes draining. The draining one still decides.
 * It is retired once nobody has read it for some seconds; from then on the active one decides. So no reader ever sees slots
 * from two deciding lists.
 */
export type ListRole = { kind: 'decides' } | { kind: 'follows'; run: string } | { kind: 'retired' };

/** The role of a run's generation by the control document. */
export function listRoleOf(run: string, control: Control): ListRole {
  if (!runsFollowed(control).includes(run)) return { kind: 'retired' };
  const deciding = (control.draining ?? control.active).run;
  return deciding === run ? { kind: 'decides' } : { kind: 'follows', run: deciding };
}
